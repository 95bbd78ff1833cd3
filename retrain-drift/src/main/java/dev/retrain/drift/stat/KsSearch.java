package dev.retrain.drift.stat;

/** A way to find the numerator of the Kolmogorov-Smirnov statistic, the current sample counted. */
sealed interface KsSearch permits AtomKs, StepKs, BucketedKs {

  /** Current values that are not NaN. */
  long present();

  /** The greatest |i m - j n| over all values; both samples must hold some. */
  long numerator();
}
