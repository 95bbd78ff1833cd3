/** The services of the example, in place of remote ones. */
@NullMarked
package dev.retrain.example.queue.server;

import org.jspecify.annotations.NullMarked;
