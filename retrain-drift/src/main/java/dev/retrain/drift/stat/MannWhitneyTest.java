package dev.retrain.drift.stat;

/**
 * The outcome of a two-sided Mann-Whitney U test.
 *
 * @param u pairs in which the current value is the greater, ties as one half
 * @param pValue probability of so uneven a U or a more uneven one under no drift
 * @param probabilityGreater u as a share of all pairs: one half means no shift
 */
public record MannWhitneyTest(double u, double pValue, double probabilityGreater) {}
