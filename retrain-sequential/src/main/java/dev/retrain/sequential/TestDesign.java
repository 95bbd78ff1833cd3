package dev.retrain.sequential;

/**
 * Computes the expected and the critical distance of an effect from the null, in standard errors.
 */
interface TestDesign {
  /** Returns the expected standardised distance from the null. */
  double distance(double effect, double canaryRows);

  /** Returns the distance at which the test raises an alarm. */
  double criticalDistance(double effect, double canaryRows);

  /** Returns the largest possible effect. */
  double largestEffect();

  /**
   * Describes a test of a proportion of failures.
   *
   * @param champion the champion's failure rate, or the limit's
   * @param limit failure rate at the tolerated margin
   * @param ratio champion requests per canary request; infinite for a test against a fixed limit
   * @param target target effect of the test, as a log odds ratio above the null; 0 for none
   */
  record Proportion(double champion, double limit, double ratio, double alpha, double target)
      implements TestDesign {
    @Override
    public double distance(double effect, double canaryRows) {
      return (champion + effect - limit) / standardError(effect, canaryRows);
    }

    @Override
    public double criticalDistance(double effect, double canaryRows) {
      double error = standardError(effect, canaryRows) / variance(middle(effect));
      return LogOddsGrid.criticalZ(error, alpha, target);
    }

    @Override
    public double largestEffect() {
      return 1 - champion;
    }

    private double standardError(double effect, double rows) {
      return Math.sqrt(variance(middle(effect)) / rows + variance(champion) / (rows * ratio));
    }

    /**
     * Returns the rate half-way between null and alternative, whose variance the likelihood ratio
     * uses.
     */
    private double middle(double effect) {
      return (limit + champion + effect) / 2;
    }

    private static double variance(double rate) {
      return Math.max(1e-12, rate * (1 - rate));
    }
  }

  /** Describes a test of a mean with a known standard deviation. */
  record Mean(double standardDeviation, double ratio, double alpha) implements TestDesign {
    @Override
    public double distance(double effect, double canaryRows) {
      return effect / standardDeviation * Math.sqrt(effectiveRows(canaryRows));
    }

    @Override
    public double criticalDistance(double effect, double canaryRows) {
      return NormalMixture.criticalZ(effectiveRows(canaryRows), alpha);
    }

    @Override
    public double largestEffect() {
      return 1e3 * standardDeviation;
    }

    private double effectiveRows(double canaryRows) {
      return canaryRows / (1 + 1 / ratio);
    }
  }
}
