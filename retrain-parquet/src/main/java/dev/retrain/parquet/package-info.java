/**
 * Reads flat Parquet files into the columns of retrain-drift, by parquet-java without a Hadoop
 * installation. Nothing here is meant to be called directly: {@code Dataset.read} finds it.
 */
@NullMarked
package dev.retrain.parquet;

import org.jspecify.annotations.NullMarked;
