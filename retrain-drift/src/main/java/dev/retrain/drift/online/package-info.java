/**
 * Detectors that take one number at a time and say when the stream changed.
 *
 * <p>For a stream of errors, losses or a single feature; windows of whole rows are the business of
 * {@code dev.retrain.drift.detect}. Not for several threads.
 */
@NullMarked
package dev.retrain.drift.online;

import org.jspecify.annotations.NullMarked;
