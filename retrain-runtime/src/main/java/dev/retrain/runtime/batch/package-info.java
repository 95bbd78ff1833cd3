/**
 * Models that score batches: the versions that score the next batch, their scores, and the labels,
 * as counters for the rollout engine. Nothing here decides.
 */
@NullMarked
package dev.retrain.runtime.batch;

import org.jspecify.annotations.NullMarked;
