package dev.retrain.sequential;

/** How a test's error probability is divided. */
final class AlphaLevel {
  /**
   * The share of alpha that goes to bounding the champion's own figure where the hypothesis depends
   * on it. Small, because the champion has most of the traffic.
   */
  static final double CHAMPION_SHARE = 0.1;

  private AlphaLevel() {}

  static double checked(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha is a probability between 0 and 1, got " + alpha);
    }
    return alpha;
  }

  static double champion(double alpha) {
    return alpha * CHAMPION_SHARE;
  }
}
