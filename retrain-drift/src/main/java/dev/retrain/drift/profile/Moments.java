package dev.retrain.drift.profile;

/**
 * Count, extremes, mean and spread of finite values.
 *
 * <p>Parts are joined by the update of Chan, Golub and LeVeque (1979), "Updating formulae and a
 * pairwise algorithm for computing sample variances", equations 2.1.
 *
 * @param count the number of finite values
 * @param min the smallest, +infinity if there are none
 * @param max the largest, -infinity if there are none
 * @param mean the mean, 0 if there are none
 * @param squares the sum of squared deviations from the mean
 */
record Moments(long count, double min, double max, double mean, double squares) {
  static final Moments NONE =
      new Moments(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0);

  /**
   * Returns the moments of values less a shift near them: so close to each other and far from zero
   * that their sum would lose them, they keep their spread.
   */
  static Moments of(double[] finite, int size, double shift) {
    if (size == 0) {
      return NONE;
    }
    double min = finite[0] - shift;
    double max = min;
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double value = finite[i] - shift;
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
    }
    double mean = Double.isFinite(sum) ? sum / size : scaledMean(finite, size, shift);
    double squares = 0;
    double left = 0;
    for (int i = 0; i < size; i++) {
      double deviation = finite[i] - shift - mean;
      squares += deviation * deviation;
      left += deviation;
    }
    // What rounding left of the mean (Chan, Golub and LeVeque, The American Statistician 37, 1983).
    double corrected = squares - left * left / size;
    return new Moments(size, min, max, mean, corrected > 0 ? corrected : squares);
  }

  private static double scaledMean(double[] finite, int size, double shift) {
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += (finite[i] - shift) / size;
    }
    return mean;
  }

  /** Returns the moments of the values that were shifted. */
  Moments shiftedBack(double shift) {
    return count == 0 || shift == 0
        ? this
        : new Moments(count, min + shift, max + shift, mean + shift, squares);
  }

  Moments plus(Moments other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    long all = count + other.count;
    double share = (double) other.count / all;
    double shift = other.mean - mean;
    return new Moments(
        all,
        Math.min(min, other.min),
        Math.max(max, other.max),
        mean * (1 - share) + other.mean * share,
        squares + other.squares + shift * shift * count * share);
  }

  /** Returns the sample standard deviation, zero below two values. */
  double sd() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }
}
