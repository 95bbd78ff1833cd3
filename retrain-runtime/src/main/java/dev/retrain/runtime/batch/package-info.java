/**
 * Models that score batches: which versions score the next one, what they said about it, and what
 * came of it, as the rollout engine wants it told. Nothing here decides.
 */
@NullMarked
package dev.retrain.runtime.batch;

import org.jspecify.annotations.NullMarked;
