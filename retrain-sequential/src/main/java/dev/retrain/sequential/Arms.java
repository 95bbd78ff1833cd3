package dev.retrain.sequential;

/**
 * Holds the same figure of both versions over the same time.
 *
 * @param canary figure of the version under test
 * @param champion figure of the version it would replace, under live traffic at the same time
 */
public record Arms<T>(T canary, T champion) {}
