package dev.retrain.sequential;

/**
 * The same figure of both versions over the same time.
 *
 * @param canary of the version on trial
 * @param champion of the version it is to replace, under live traffic at the same time
 */
public record Arms<T>(T canary, T champion) {}
