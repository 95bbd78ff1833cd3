package dev.retrain.drift.detect;

/**
 * How often a policy fires although nothing drifted.
 *
 * @param perCheck probability that a check of one window without memory says DRIFT, 0 to 1
 * @param perWindow probability that a window of a stationary stream asks for retraining, 0 to 1:
 *     smoothing and waiting for windows in a row included, cool-down left out
 * @param features how many features it was computed for
 */
public record FalseAlarmRate(double perCheck, double perWindow, int features) {}
