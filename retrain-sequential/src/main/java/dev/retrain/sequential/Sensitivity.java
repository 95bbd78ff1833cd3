package dev.retrain.sequential;

import dev.retrain.api.metric.Direction;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Computes, before a rollout starts, what its traffic can detect: power, minimum detectable effect,
 * expected time to detection and required rows, with a warning if the traffic is too low.
 *
 * <p>An effect is an absolute difference in the value's unit, positive for worse: 0.05 of an
 * accuracy is five points. For latency it is the share of requests beyond the limit, above the
 * share the quantile allows: 0.03 for a p95 means that 8 % of the canary's requests are too slow.
 *
 * <p>Approximation: the test statistic is treated as normal and only the last look counts, so power
 * is slightly understated, and unreliable for fewer than about ten expected failures.
 */
public final class Sensitivity {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double MAXIMUM_ROWS = 1e12;

  private final TestDesign design;
  private final ExpectedTraffic traffic;

  private Sensitivity(TestDesign design, ExpectedTraffic traffic) {
    this.design = design;
    this.traffic = traffic;
  }

  /** Returns the sensitivity of a {@link ProportionDifference}, given the champion's rate. */
  public static Sensitivity of(
      ProportionDifference test, double championRate, ExpectedTraffic traffic) {
    boolean higher = test.direction() == Direction.LOWER_IS_BETTER;
    double worst = Harm.worst(test.tolerated(), championRate, test.direction());
    double champion = higher ? championRate : 1 - championRate;
    double limit = higher ? worst : 1 - worst;
    double alpha = Harm.isNone(test.tolerated()) ? test.alpha() : usable(test.alpha());
    double target = test.targetEffect(champion) - (logit(limit) - logit(champion));
    return new Sensitivity(
        new TestDesign.Proportion(champion, limit, traffic.championRatio(), alpha, target),
        traffic);
  }

  /** Returns the sensitivity of a {@link ProportionLimit}; effects are measured from the limit. */
  public static Sensitivity of(ProportionLimit test, ExpectedTraffic traffic) {
    double limit = test.direction() == Direction.LOWER_IS_BETTER ? test.limit() : 1 - test.limit();
    return ofLimit(limit, test.alpha() - test.spent(), traffic);
  }

  /** Returns the sensitivity of a {@link QuantileLimit}. */
  public static Sensitivity of(QuantileLimit test, ExpectedTraffic traffic) {
    return ofLimit(1 - test.quantile(), test.alpha(), traffic);
  }

  /**
   * Returns the sensitivity of a {@link QuantileRatio}; the limit is the factor times the
   * champion's quantile.
   */
  public static Sensitivity of(QuantileRatio test, ExpectedTraffic traffic) {
    return ofLimit(1 - test.quantile(), usable(test.alpha()), traffic);
  }

  /**
   * Returns the sensitivity of a {@link MeanDifference}; effects are measured from the tolerated
   * margin.
   */
  public static Sensitivity of(
      MeanDifference test, double standardDeviation, ExpectedTraffic traffic) {
    return new Sensitivity(
        new TestDesign.Mean(standardDeviation, traffic.championRatio(), test.alpha()), traffic);
  }

  private static Sensitivity ofLimit(double limit, double alpha, ExpectedTraffic traffic) {
    return new Sensitivity(
        new TestDesign.Proportion(limit, limit, Double.POSITIVE_INFINITY, alpha, 0), traffic);
  }

  private static double logit(double rate) {
    return Math.log(rate) - Math.log1p(-rate);
  }

  private static double usable(double alpha) {
    return alpha - AlphaLevel.champion(alpha);
  }

  /** Returns the probability that the effect is detected by the end of the stage. */
  public double power(double effect) {
    return powerAt(effect, traffic.canaryRows());
  }

  /**
   * Returns the smallest effect detected by the end of the stage with the given probability;
   * infinite if the traffic can detect none.
   */
  public double minimumDetectable(double power) {
    double low = 0;
    double high = design.largestEffect();
    if (power(high) < power) {
      return Double.POSITIVE_INFINITY;
    }
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (power(middle) >= power) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /**
   * Returns the usable canary requests required to detect the effect with the given probability;
   * empty if no number suffices because the effect lies within the tolerated margin or next to it.
   */
  public OptionalLong requiredRows(double effect, double power) {
    double low = 1;
    double high = MAXIMUM_ROWS;
    if (powerAt(effect, high) < power) {
      return OptionalLong.empty();
    }
    for (int i = 0; i < 100; i++) {
      double middle = Math.sqrt(low * high);
      if (powerAt(effect, middle) >= power) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return OptionalLong.of((long) Math.ceil(high));
  }

  /**
   * Returns the time in which half of all canaries with this effect are detected; may exceed the
   * stage. Empty if no time suffices.
   */
  public Optional<Duration> expectedTime(double effect) {
    OptionalLong rows = requiredRows(effect, 0.5);
    return rows.isPresent() ? Optional.of(traffic.timeFor(rows.getAsLong())) : Optional.empty();
  }

  /**
   * Returns why the traffic cannot detect the effect with the given probability; empty if it can.
   */
  public Optional<String> warning(double effect, double power) {
    double reached = power(effect);
    if (reached >= power) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%.0f usable canary requests in %s detect an effect of %.4g with probability %.2f, not"
                + " %.2f; that requires %s or an effect of %.4g",
            traffic.canaryRows(),
            traffic.duration(),
            effect,
            reached,
            power,
            required(effect, power),
            minimumDetectable(power)));
  }

  private String required(double effect, double power) {
    OptionalLong rows = requiredRows(effect, power);
    if (rows.isEmpty()) {
      return "more requests than any rollout has";
    }
    Duration time = traffic.timeFor(rows.getAsLong()).truncatedTo(ChronoUnit.SECONDS);
    return rows.getAsLong() + " requests (" + time + ")";
  }

  private double powerAt(double effect, double canaryRows) {
    double excess =
        design.distance(effect, canaryRows) - design.criticalDistance(effect, canaryRows);
    return NORMAL.cumulativeProbability(excess);
  }
}
