package dev.retrain.sequential;

/** Describes what is known about the standard deviation of a value whose mean is tested. */
public sealed interface Dispersion {

  /** Returns a dispersion estimated from the data, used once each version has 500 rows. */
  static Dispersion estimated() {
    return new Estimated(500);
  }

  /**
   * Returns the dispersion of values between two ends: sub-Gaussian with half the range (Hoeffding
   * 1963).
   */
  static Dispersion bounded(double lowest, double highest) {
    return new Known((highest - lowest) / 2);
  }

  /**
   * Estimated from the data. The guarantee is then asymptotic: it relies on the central limit
   * theorem, so each version needs enough rows for its mean to be near normal.
   *
   * @param minimumRows rows each version must have before anything is concluded, at least 30
   */
  record Estimated(long minimumRows) implements Dispersion {
    /** Rejects fewer than 30 rows. */
    public Estimated {
      if (minimumRows < 30) {
        throw new IllegalArgumentException(
            "an estimated standard deviation requires at least 30 rows per version, got "
                + minimumRows);
      }
    }
  }

  /**
   * A known sub-Gaussian parameter. The guarantee is then exact at any number of rows, at the cost
   * of later alarms where the true standard deviation is smaller.
   */
  record Known(double standardDeviation) implements Dispersion {
    /** Rejects a standard deviation that is not positive and finite. */
    public Known {
      if (!(standardDeviation > 0 && standardDeviation < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "a standard deviation must be positive and finite, got " + standardDeviation);
      }
    }
  }
}
