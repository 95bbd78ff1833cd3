package dev.retrain.api.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A condition under which a challenger is rolled back. Data only: the rollout engine tests it at
 * every check.
 */
public sealed interface RollbackRule {

  /**
   * A metric of the challenger is worse than the champion's by more than a margin, on requests of
   * the same time.
   *
   * @param metric an outcome the target counts
   */
  record Drop(Metric metric, Margin margin) implements RollbackRule {
    /** Checks that nothing is missing. */
    public Drop {
      requireNonNull(metric);
      requireNonNull(margin);
    }

    @Override
    public String toString() {
      return metric.name()
          + (metric.direction() == Direction.HIGHER_IS_BETTER ? " drops" : " rises")
          + " by more than "
          + margin;
    }
  }

  /**
   * A latency quantile of the challenger is above a limit.
   *
   * @param quantile between 0 and 1, such as 0.95
   */
  record LatencyAbove(Fraction quantile, Duration limit) implements RollbackRule {
    /** Checks the ranges. */
    public LatencyAbove {
      checkQuantile(quantile);
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("a latency limit must be above 0, is " + limit);
      }
    }

    @Override
    public String toString() {
      return "p" + percentile(quantile) + " latency above " + limit.toMillis() + " ms";
    }
  }

  /**
   * A latency quantile of the challenger is above a multiple of the champion's.
   *
   * @param quantile between 0 and 1, such as 0.95
   * @param factor above 1
   */
  record LatencyRatioAbove(Fraction quantile, double factor) implements RollbackRule {
    /** Checks the ranges. */
    public LatencyRatioAbove {
      checkQuantile(quantile);
      if (!(factor > 1) || Double.isInfinite(factor)) {
        throw new IllegalArgumentException("a latency factor must be above 1, is " + factor);
      }
    }

    @Override
    public String toString() {
      return "p" + percentile(quantile) + " latency above " + factor + " times the champion's";
    }
  }

  /** The challenger's share of failed requests is above a limit. */
  record ErrorRateAbove(Fraction limit) implements RollbackRule {
    /** Checks that nothing is missing. */
    public ErrorRateAbove {
      requireNonNull(limit);
    }

    @Override
    public String toString() {
      return "error rate above " + limit;
    }
  }

  /** The challenger's share of failed requests is above the champion's by more than a margin. */
  record ErrorRateRise(Margin margin) implements RollbackRule {
    /** Checks that nothing is missing. */
    public ErrorRateRise {
      requireNonNull(margin);
    }

    @Override
    public String toString() {
      return "error rate above the champion's by more than " + margin;
    }
  }

  /**
   * A metric of the retraining's metric source is worse than its reference by more than a margin,
   * point by point. The source is queried for {@code <metric>@<version>}, a name that the source
   * interprets.
   *
   * @param metric of the source, such as a conversion rate
   * @param margin worse than the champion by more than this is harm
   * @param against what the challenger is compared with
   */
  record SourceDrop(Metric metric, Margin margin, Against against) implements RollbackRule {

    /** The reference for the challenger's points. */
    public enum Against {
      /** The champion's points of the same time. */
      CHAMPION,
      /** The median of the champion's points before the rollout. */
      HISTORY
    }

    /** Checks that nothing is missing. */
    public SourceDrop {
      requireNonNull(metric);
      requireNonNull(margin);
      requireNonNull(against);
    }

    /** Returns a copy that compares with the champion's time before the rollout. */
    public SourceDrop againstHistory() {
      return new SourceDrop(metric, margin, Against.HISTORY);
    }

    @Override
    public String toString() {
      return "the source's "
          + metric.name()
          + (metric.direction() == Direction.HIGHER_IS_BETTER ? " drops" : " rises")
          + " by more than "
          + margin
          + (against == Against.HISTORY ? " against history" : "");
    }
  }

  /** One method per kind of rule. */
  interface Visitor<R> {
    /** Visits a rule on a metric that is worse than the champion's. */
    R drop(Drop rule);

    /** Visits a rule on a latency quantile above a limit. */
    R latencyAbove(LatencyAbove rule);

    /** Visits a rule on a latency quantile above a multiple of the champion's. */
    R latencyRatioAbove(LatencyRatioAbove rule);

    /** Visits a rule on a share of failed requests above a limit. */
    R errorRateAbove(ErrorRateAbove rule);

    /** Visits a rule on a share of failed requests above the champion's. */
    R errorRateRise(ErrorRateRise rule);

    /** Visits a rule on a metric of the metric source. */
    R sourceDrop(SourceDrop rule);
  }

  /** Calls the visitor's method for this kind. */
  default <R> R accept(Visitor<R> visitor) {
    if (this instanceof Drop rule) {
      return visitor.drop(rule);
    } else if (this instanceof LatencyAbove rule) {
      return visitor.latencyAbove(rule);
    } else if (this instanceof LatencyRatioAbove rule) {
      return visitor.latencyRatioAbove(rule);
    } else if (this instanceof ErrorRateAbove rule) {
      return visitor.errorRateAbove(rule);
    } else if (this instanceof SourceDrop rule) {
      return visitor.sourceDrop(rule);
    }
    return visitor.errorRateRise((ErrorRateRise) this);
  }

  /** Rolls back when a built-in metric is worse than the champion's by more than a margin. */
  static RollbackRule drop(String metric, Margin margin) {
    return new Drop(Metric.named(metric), margin);
  }

  /** Rolls back when a metric of the source is worse than the champion's by more than a margin. */
  static SourceDrop sourceDrop(Metric metric, Margin margin) {
    return new SourceDrop(metric, margin, SourceDrop.Against.CHAMPION);
  }

  /** Rolls back when the 95th percentile of latency is above a limit. */
  static RollbackRule p95Above(Duration limit) {
    return new LatencyAbove(new Fraction(0.95), limit);
  }

  /** Rolls back when the share of failed requests is above a limit. */
  static RollbackRule errorRateAbove(Fraction limit) {
    return new ErrorRateAbove(limit);
  }

  /** Rolls back when the share of failed requests is above the champion's by more than a margin. */
  static RollbackRule errorRateRise(Margin margin) {
    return new ErrorRateRise(margin);
  }

  private static void checkQuantile(Fraction quantile) {
    if (quantile.value() <= 0 || quantile.value() >= 1) {
      throw new IllegalArgumentException("a quantile must lie between 0 and 1, is " + quantile);
    }
  }

  private static String percentile(Fraction quantile) {
    return BigDecimal.valueOf(quantile.value())
        .movePointRight(2)
        .stripTrailingZeros()
        .toPlainString();
  }
}
