package dev.retrain.drift.online;

/**
 * The two-sided Page-Hinkley test: cumulative sums of standardised deviations from a known mean,
 * each less an allowance, upwards and downwards.
 *
 * <p>Page, Biometrika 41 (1954). The limit follows from the wanted time between false alarms by
 * Siegmund's approximation (Sequential Analysis, 1985, section 2.6): one side alarms every
 * (exp(2kb) - 2kb - 1) / (2 k^2) values with b = h + 1.166, both sides twice as often. Simulated,
 * alarms come as rarely as asked within a twentieth for shifts of up to 2 standard deviations, up
 * to a fifth more often at 4 (for 100 values or more between alarms).
 *
 * <p>After an alarm both sums begin anew about the same mean: while a change lasts, alarms repeat.
 */
public final class PageHinkley implements ChangeDetector {

  private static final double OVERSHOOT = 1.166;

  private final double mean;
  private final double sd;
  private final double allowance;
  private final double limit;
  private final double falseAlarmEvery;
  private double up;
  private double down;

  private PageHinkley(double mean, double sd, double allowance, double falseAlarmEvery) {
    this.mean = mean;
    this.sd = sd;
    this.allowance = allowance;
    this.falseAlarmEvery = falseAlarmEvery;
    this.limit = limit(allowance, falseAlarmEvery);
  }

  /**
   * Returns a test for independent, roughly normal values.
   *
   * @param mean mean of the stream before a change
   * @param sd its standard deviation, above 0
   * @param smallestShift the shift of the mean to find soonest, in standard deviations, above 0
   * @param falseAlarmEvery values between two false alarms on average, at least 10
   */
  public static PageHinkley of(
      double mean, double sd, double smallestShift, double falseAlarmEvery) {
    if (!(sd > 0 && smallestShift > 0 && falseAlarmEvery >= 10)) {
      throw new IllegalArgumentException(
          "needs sd > 0, shift > 0 and an alarm every 10 values or more, got %s, %s and %s"
              .formatted(sd, smallestShift, falseAlarmEvery));
    }
    return new PageHinkley(mean, sd, smallestShift / 2, falseAlarmEvery);
  }

  private static double limit(double allowance, double every) {
    double low = 0;
    double high = 1;
    while (runLength(allowance, high) < every) {
      high *= 2;
    }
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (runLength(allowance, middle) < every) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double runLength(double k, double h) {
    double b = h + OVERSHOOT;
    return (Math.expm1(2 * k * b) - 2 * k * b) / (2 * k * k) / 2;
  }

  @Override
  public boolean add(double value) {
    double deviation = DetectorChecks.finite(value - mean) / sd;
    up = Math.max(0, up + deviation - allowance);
    down = Math.max(0, down - deviation - allowance);
    boolean changed = up > limit || down > limit;
    if (changed) {
      up = 0;
      down = 0;
    }
    return changed;
  }

  @Override
  public double falseAlarmEvery() {
    return falseAlarmEvery;
  }
}
