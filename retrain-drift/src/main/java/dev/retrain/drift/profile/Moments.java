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

  static Moments of(double[] finite, int size) {
    if (size == 0) {
      return NONE;
    }
    double min = finite[0];
    double max = finite[0];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double value = finite[i];
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
    }
    double mean = Double.isFinite(sum) ? sum / size : scaledMean(finite, size);
    double squares = 0;
    for (int i = 0; i < size; i++) {
      double deviation = finite[i] - mean;
      squares += deviation * deviation;
    }
    return new Moments(size, min, max, mean, squares);
  }

  private static double scaledMean(double[] finite, int size) {
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += finite[i] / size;
    }
    return mean;
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

  /** The sample standard deviation, zero below two values. */
  double sd() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }
}
