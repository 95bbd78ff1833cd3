/**
 * Where the loop reads the live model's metrics and the application's flags: pushed by the
 * application, kept in a file, or asked of Prometheus. A value that is missing is left out, never
 * 0.
 */
@NullMarked
package dev.retrain.runtime.source;

import org.jspecify.annotations.NullMarked;
