package dev.retrain.api.metric;

/** Which way a metric improves. */
public enum Direction {
  HIGHER_IS_BETTER,
  LOWER_IS_BETTER;

  /**
   * Returns the improvement of one value over another: positive when better.
   *
   * @param value the challenger's value
   * @param reference the champion's value
   */
  public double gain(double value, double reference) {
    return this == HIGHER_IS_BETTER ? value - reference : reference - value;
  }
}
