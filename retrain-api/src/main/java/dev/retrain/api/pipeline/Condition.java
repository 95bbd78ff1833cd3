package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Shape;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the metrics of a run must satisfy for its model to be registered. Pure; every backend
 * evaluates it to the same result.
 *
 * <p>A metric that is missing never satisfies a condition.
 */
public sealed interface Condition {

  /** The prefix of the champion's metrics in {@code metrics.json}. */
  String CHAMPION_PREFIX = "champion.";

  /** The prefix of improvements over the champion, positive when better, in the metric's unit. */
  String GAIN_PREFIX = "gain.";

  /** The prefix of improvements as a share of the champion's value. */
  String RELATIVE_GAIN_PREFIX = "relative_gain.";

  /** A metric is at least a value. */
  record AtLeast(String metric, double threshold) implements Condition {
    /** Checks the name and the value. */
    public AtLeast {
      check(metric, threshold);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.atLeast(this);
    }

    @Override
    public String toString() {
      return metric + " >= " + threshold;
    }
  }

  /** A metric is at most a value. */
  record AtMost(String metric, double threshold) implements Condition {
    /** Checks the name and the value. */
    public AtMost {
      check(metric, threshold);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.atMost(this);
    }

    @Override
    public String toString() {
      return metric + " <= " + threshold;
    }
  }

  /**
   * A metric is not worse than the champion's by more than a margin. Backends compare the number
   * under {@link #gainMetric()}, which the evaluating step writes ({@link GateMetrics} does it); it
   * is 0 when there is no champion yet.
   */
  record NotWorseThanChampion(Metric metric, Margin margin) implements Condition {
    /** Checks that nothing is missing. */
    public NotWorseThanChampion {
      requireNonNull(metric);
      requireNonNull(margin);
    }

    /** The number that is compared: {@code gain.auc} or {@code relative_gain.auc}. */
    public String gainMetric() {
      return (margin instanceof Margin.Absolute ? GAIN_PREFIX : RELATIVE_GAIN_PREFIX)
          + metric.name();
    }

    /** What that number must at least be: the margin, negative. */
    public double threshold() {
      double worse =
          margin instanceof Margin.Absolute absolute
              ? absolute.amount()
              : ((Margin.Relative) margin).share();
      return worse == 0 ? 0 : -worse;
    }

    /** The same as a plain comparison. */
    public AtLeast asComparison() {
      return new AtLeast(gainMetric(), threshold());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.notWorseThanChampion(this);
    }

    @Override
    public String toString() {
      return metric.name() + " not worse than the champion's by more than " + margin;
    }
  }

  /** All of several conditions, flattened. */
  record All(List<Condition> conditions) implements Condition {
    /** Flattens and copies. */
    public All {
      List<Condition> flat = new ArrayList<>();
      for (Condition condition : conditions) {
        if (condition instanceof All all) {
          flat.addAll(all.conditions());
        } else {
          flat.add(condition);
        }
      }
      if (flat.isEmpty()) {
        throw new IllegalArgumentException("a conjunction needs at least one condition");
      }
      conditions = List.copyOf(flat);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.all(this);
    }

    @Override
    public String toString() {
      return String.join(" and ", conditions.stream().map(Object::toString).toList());
    }
  }

  /** One method per kind of condition. */
  interface Visitor<R> {
    /** A metric is at least a value. */
    R atLeast(AtLeast condition);

    /** A metric is at most a value. */
    R atMost(AtMost condition);

    /** A metric is not worse than the champion's by more than a margin. */
    R notWorseThanChampion(NotWorseThanChampion condition);

    /** All of several conditions. */
    R all(All condition);
  }

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** This and another. */
  default Condition and(Condition other) {
    return new All(List.of(this, other));
  }

  /** The parts of a conjunction, or this alone. */
  default List<Condition> parts() {
    return this instanceof All all ? all.conditions() : List.of(this);
  }

  /**
   * Judges the metrics of a run.
   *
   * @param metrics name to finite value; improvements over the champion are derived where they are
   *     missing and the champion's values are there
   */
  default GateResult evaluate(Map<String, Double> metrics) {
    return GateResult.of(this, GateMetrics.withGains(metrics));
  }

  /** A metric is at least a value. */
  static Condition atLeast(String metric, double threshold) {
    return new AtLeast(metric, threshold);
  }

  /** A metric is at most a value. */
  static Condition atMost(String metric, double threshold) {
    return new AtMost(metric, threshold);
  }

  /** A built-in metric is not worse than the champion's by more than a margin. */
  static Condition notWorseThanChampion(String metric, Margin margin) {
    return new NotWorseThanChampion(Metric.named(metric), margin);
  }

  /** A metric is not worse than the champion's by more than a margin. */
  static Condition notWorseThanChampion(Metric metric, Margin margin) {
    return new NotWorseThanChampion(metric, margin);
  }

  /** A list of parts that must all hold, as a gate has them under {@code conditions}. */
  static Shape<Condition> shape() {
    return ConditionShape.shape();
  }

  private static void check(String metric, double threshold) {
    Metric.checkName(metric);
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException(
          "the threshold of " + metric + " must be finite, is " + threshold);
    }
  }
}
