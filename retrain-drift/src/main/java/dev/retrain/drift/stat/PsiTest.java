package dev.retrain.drift.stat;

/**
 * The population stability index of two samples.
 *
 * @param value the index, at least 0; 0.1 and 0.2 are the customary marks
 * @param pValue probability of such an index or a greater one under no drift
 * @param corrected the index less what chance alone adds on average; may be negative
 * @param bins how many bins it was computed over, the bin of missing values included
 */
public record PsiTest(double value, double pValue, double corrected, int bins) {}
