package dev.retrain.sequential;

/** Divides the error probability of a test. */
final class AlphaLevel {
  /**
   * The share of alpha that is spent on bounding the champion's own value where the hypothesis
   * depends on it. Small, because the champion has most of the traffic.
   */
  static final double CHAMPION_SHARE = 0.1;

  private AlphaLevel() {}

  static double checked(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must lie between 0 and 1, is " + alpha);
    }
    return alpha;
  }

  static double champion(double alpha) {
    return alpha * CHAMPION_SHARE;
  }
}
