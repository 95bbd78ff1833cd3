package dev.retrain.benchmarks.stat;

import java.util.SplittableRandom;

/** The data of all benchmarks: N(0, 1) against N(0.01, 1), as drawn or rounded to tenths. */
final class Samples {

  static final int ROWS = 1_000_000;
  static final double SHIFT = 0.01;

  private Samples() {}

  static double[] normal(long seed, double mean, boolean tied) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double value = mean + random.nextGaussian();
      values[i] = tied ? Math.rint(value * 10) / 10 : value;
    }
    return values;
  }
}
