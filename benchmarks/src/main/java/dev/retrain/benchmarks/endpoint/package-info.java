/** Load on the embedded endpoint, generator and endpoint in one process. */
@NullMarked
package dev.retrain.benchmarks.endpoint;

import org.jspecify.annotations.NullMarked;
