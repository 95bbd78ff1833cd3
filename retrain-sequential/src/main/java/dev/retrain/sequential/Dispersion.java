package dev.retrain.sequential;

/** What is known about the spread of a figure whose mean is tested. */
public sealed interface Dispersion {

  /** Estimated from the data, once each side has 500 rows. */
  static Dispersion estimated() {
    return new Estimated(500);
  }

  /** Values between the two ends: sub-Gaussian with half the range (Hoeffding 1963). */
  static Dispersion bounded(double lowest, double highest) {
    return new Known((highest - lowest) / 2);
  }

  /**
   * Estimated from the data. The guarantee is then asymptotic: it rests on the central limit
   * theorem, so each side needs rows enough for its mean to be near normal.
   *
   * @param minimumRows each side must have before anything is concluded, at least 30
   */
  record Estimated(long minimumRows) implements Dispersion {
    /** Refuses fewer than 30 rows. */
    public Estimated {
      if (minimumRows < 30) {
        throw new IllegalArgumentException(
            "an estimated spread needs at least 30 rows a side, got " + minimumRows);
      }
    }
  }

  /**
   * A known sub-Gaussian parameter. The guarantee is then exact at any number of rows, at the price
   * of later alarms where the true spread is smaller.
   */
  record Known(double standardDeviation) implements Dispersion {
    /** Refuses a spread that is not positive. */
    public Known {
      if (!(standardDeviation > 0 && standardDeviation < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a spread is positive, got " + standardDeviation);
      }
    }
  }
}
