/** The job queue of the example, in place of a remote service. */
@NullMarked
package dev.retrain.example.queue.server;

import org.jspecify.annotations.NullMarked;
