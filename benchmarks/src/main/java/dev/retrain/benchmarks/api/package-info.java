/** Figures of the model itself: building, hashing and writing pipelines. */
@NullMarked
package dev.retrain.benchmarks.api;

import org.jspecify.annotations.NullMarked;
