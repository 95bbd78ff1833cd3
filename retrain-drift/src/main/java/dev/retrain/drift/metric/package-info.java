/**
 * How good a model's predictions were, each figure with its standard error, and whether one model
 * beats another on the same rows.
 *
 * <p>{@link dev.retrain.drift.metric.ModelMetrics} is the way in for arrays at hand; the
 * accumulators beneath it take rows as they come and merge. No thresholds and no decisions live
 * here.
 */
@NullMarked
package dev.retrain.drift.metric;

import org.jspecify.annotations.NullMarked;
