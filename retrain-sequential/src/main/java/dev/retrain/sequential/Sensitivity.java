package dev.retrain.sequential;

import dev.retrain.api.metric.Direction;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What a rollout's traffic can show, told before it starts: power, minimum detectable effect,
 * expected time, rows needed, and a warning where the traffic is too thin.
 *
 * <p>An effect is an absolute difference in the figure's unit, positive for worse: 0.05 of an
 * accuracy is five points. For latency it is the share of requests beyond the limit, above the
 * share the quantile allows: 0.03 for a p95 means that 8 % of the canary's requests are too slow.
 *
 * <p>Approximation: the test statistic is taken as normal and only the last look counts, so power
 * is slightly understated, and for fewer than about ten expected failures unreliable.
 */
public final class Sensitivity {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double MOST_ROWS = 1e12;

  private final TestDesign design;
  private final ExpectedTraffic traffic;

  private Sensitivity(TestDesign design, ExpectedTraffic traffic) {
    this.design = design;
    this.traffic = traffic;
  }

  /** Of a {@link ProportionDifference}, given the champion's rate. */
  public static Sensitivity of(
      ProportionDifference test, double championRate, ExpectedTraffic traffic) {
    boolean higher = test.direction() == Direction.LOWER_IS_BETTER;
    double worst = Harm.worst(test.tolerated(), championRate, test.direction());
    double champion = higher ? championRate : 1 - championRate;
    double limit = higher ? worst : 1 - worst;
    double alpha = Harm.isNone(test.tolerated()) ? test.alpha() : usable(test.alpha());
    double aim = test.aim(champion) - (logit(limit) - logit(champion));
    return new Sensitivity(
        new TestDesign.Proportion(champion, limit, traffic.championRatio(), alpha, aim), traffic);
  }

  /** Of a {@link ProportionLimit}; effects count from the limit. */
  public static Sensitivity of(ProportionLimit test, ExpectedTraffic traffic) {
    double limit = test.direction() == Direction.LOWER_IS_BETTER ? test.limit() : 1 - test.limit();
    return ofLimit(limit, test.alpha() - test.spent(), traffic);
  }

  /** Of a {@link QuantileLimit}. */
  public static Sensitivity of(QuantileLimit test, ExpectedTraffic traffic) {
    return ofLimit(1 - test.quantile(), test.alpha(), traffic);
  }

  /** Of a {@link QuantileRatio}; the limit is the factor times the champion's quantile. */
  public static Sensitivity of(QuantileRatio test, ExpectedTraffic traffic) {
    return ofLimit(1 - test.quantile(), usable(test.alpha()), traffic);
  }

  /** Of a {@link MeanDifference}; effects count from the tolerated margin. */
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

  /** The probability that the effect is found by the end. */
  public double power(double effect) {
    return powerAt(effect, traffic.canaryRows());
  }

  /**
   * The smallest effect found by the end with the given probability; infinite where the traffic
   * shows none.
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
   * Usable canary requests until the effect is found with the given probability; empty where no
   * number suffices, because the effect lies within what is tolerated or next to it.
   */
  public OptionalLong rowsNeeded(double effect, double power) {
    double low = 1;
    double high = MOST_ROWS;
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
   * The time in which half of all canaries with this effect are found; may exceed the stage. Empty
   * where no time suffices.
   */
  public Optional<Duration> expectedTime(double effect) {
    OptionalLong rows = rowsNeeded(effect, 0.5);
    return rows.isPresent() ? Optional.of(traffic.timeFor(rows.getAsLong())) : Optional.empty();
  }

  /** Why the traffic cannot show the effect with the given probability; empty where it can. */
  public Optional<String> warning(double effect, double power) {
    double reached = power(effect);
    if (reached >= power) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%.0f usable canary requests in %s find an effect of %.4g with probability %.2f, not"
                + " %.2f; that needs %s or an effect of %.4g",
            traffic.canaryRows(),
            traffic.duration(),
            effect,
            reached,
            power,
            needed(effect, power),
            minimumDetectable(power)));
  }

  private String needed(double effect, double power) {
    OptionalLong rows = rowsNeeded(effect, power);
    if (rows.isEmpty()) {
      return "more requests than there will be";
    }
    Duration time = traffic.timeFor(rows.getAsLong()).truncatedTo(ChronoUnit.SECONDS);
    return rows.getAsLong() + " requests (" + time + ")";
  }

  private double powerAt(double effect, double canaryRows) {
    double ahead = design.distance(effect, canaryRows) - design.needed(effect, canaryRows);
    return NORMAL.cumulativeProbability(ahead);
  }
}
