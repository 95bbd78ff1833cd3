package dev.retrain.drift.detect;

/**
 * One step of a policy: what to remember, and what to report.
 *
 * @param state to be stored and handed back with the next window
 * @param report the verdict on this window; {@link DriftReport#retrain()} says what to do
 */
public record DriftStep(DriftState state, DriftReport report) {}
