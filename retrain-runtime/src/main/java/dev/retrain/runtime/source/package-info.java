/**
 * Sources of the live model's metrics and the application's flags: pushed by the application, read
 * from a file, or queried from Prometheus. A missing value is omitted, never 0; a source that
 * cannot be read throws, so that an error is never taken for a missing value.
 */
@NullMarked
package dev.retrain.runtime.source;

import org.jspecify.annotations.NullMarked;
