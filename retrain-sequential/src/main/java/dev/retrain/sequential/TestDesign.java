package dev.retrain.sequential;

/** How far an effect stands out, and how far it must, in standard errors. */
interface TestDesign {
  /** Expected standardised distance from the null. */
  double distance(double effect, double canaryRows);

  /** The distance at which the test alarms. */
  double needed(double effect, double canaryRows);

  /** No effect is larger. */
  double largestEffect();

  /**
   * A proportion of failures.
   *
   * @param champion the champion's failure rate, or the limit's
   * @param limit the failure rate at the edge of what is tolerated
   * @param ratio champion requests per canary request; infinite where there is only a limit
   * @param aim log odds ratio above the null that the test bets on; 0 for none
   */
  record Proportion(double champion, double limit, double ratio, double alpha, double aim)
      implements TestDesign {
    @Override
    public double distance(double effect, double canaryRows) {
      return (champion + effect - limit) / standardError(effect, canaryRows);
    }

    @Override
    public double needed(double effect, double canaryRows) {
      double error = standardError(effect, canaryRows) / variance(middle(effect));
      return LogOddsGrid.criticalZ(error, alpha, aim);
    }

    @Override
    public double largestEffect() {
      return 1 - champion;
    }

    private double standardError(double effect, double rows) {
      return Math.sqrt(variance(middle(effect)) / rows + variance(champion) / (rows * ratio));
    }

    /** Between null and alternative, where the likelihood ratio sees the variance. */
    private double middle(double effect) {
      return (limit + champion + effect) / 2;
    }

    private static double variance(double rate) {
      return Math.max(1e-12, rate * (1 - rate));
    }
  }

  /** A mean with a known standard deviation. */
  record Mean(double standardDeviation, double ratio, double alpha) implements TestDesign {
    @Override
    public double distance(double effect, double canaryRows) {
      return effect / standardDeviation * Math.sqrt(effectiveRows(canaryRows));
    }

    @Override
    public double needed(double effect, double canaryRows) {
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
