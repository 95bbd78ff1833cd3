package dev.retrain.drift.stat;

/** A way to find the numerator of the Kolmogorov-Smirnov statistic, the current sample counted. */
sealed interface KsSearch permits AtomKs, StepKs, BucketedKs {

  /** Returns the number of current values that are not NaN. */
  long present();

  /** Returns the greatest |i m - j n| over all values; both samples must hold some. */
  long numerator();
}
