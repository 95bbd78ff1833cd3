/** The job queue the example talks to: what would be somebody else's service. */
@NullMarked
package dev.retrain.example.queue.server;

import org.jspecify.annotations.NullMarked;
