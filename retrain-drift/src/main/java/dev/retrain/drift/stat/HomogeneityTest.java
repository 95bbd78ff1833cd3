package dev.retrain.drift.stat;

/**
 * The outcome of a test whether two samples share one distribution over cells.
 *
 * @param statistic chi-square or G, at least 0
 * @param degreesOfFreedom cells after pooling, less one
 * @param pValue probability of such a statistic or a greater one under no drift
 * @param cramersV effect size sqrt(statistic / rows), 0 to 1
 * @param pooledCells how many rare cells were put together
 */
public record HomogeneityTest(
    double statistic, int degreesOfFreedom, double pValue, double cramersV, int pooledCells) {}
