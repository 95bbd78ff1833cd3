/**
 * From two samples to a verdict: what is measured per feature, the policy that judges it, the
 * memory between windows, and the report.
 *
 * <p>Everything is a pure function of its arguments; who watches, schedules and retrains lives
 * elsewhere. {@link dev.retrain.drift.detect.DriftDetector} is the way in.
 */
@NullMarked
package dev.retrain.drift.detect;

import org.jspecify.annotations.NullMarked;
