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

    /**
     * Returns the name of the number that is compared: {@code gain.auc} or {@code
     * relative_gain.auc}.
     */
    public String gainMetric() {
      return (margin instanceof Margin.Absolute ? GAIN_PREFIX : RELATIVE_GAIN_PREFIX)
          + metric.name();
    }

    /** Returns the smallest allowed value of that number: the negative margin. */
    public double threshold() {
      double worse =
          margin instanceof Margin.Absolute absolute
              ? absolute.amount()
              : ((Margin.Relative) margin).share();
      return worse == 0 ? 0 : -worse;
    }

    /** Returns the condition as a plain comparison. */
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
    /** Visits a condition with a lower limit. */
    R atLeast(AtLeast condition);

    /** Visits a condition with an upper limit. */
    R atMost(AtMost condition);

    /** Visits a comparison with the champion. */
    R notWorseThanChampion(NotWorseThanChampion condition);

    /** Visits a conjunction. */
    R all(All condition);
  }

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** This and another. */
  default Condition and(Condition other) {
    return new All(List.of(this, other));
  }

  /** Returns the parts of a conjunction, or this alone. */
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

  /** Requires a metric to be at least a value. */
  static Condition atLeast(String metric, double threshold) {
    return new AtLeast(metric, threshold);
  }

  /** Requires a metric to be at most a value. */
  static Condition atMost(String metric, double threshold) {
    return new AtMost(metric, threshold);
  }

  /** Requires a built-in metric not to be worse than the champion's by more than a margin. */
  static Condition notWorseThanChampion(String metric, Margin margin) {
    return new NotWorseThanChampion(Metric.named(metric), margin);
  }

  /** Requires a metric not to be worse than the champion's by more than a margin. */
  static Condition notWorseThanChampion(Metric metric, Margin margin) {
    return new NotWorseThanChampion(metric, margin);
  }

  /**
   * Returns the document form: a list of conditions that must all hold, as under a gate's key
   * {@code conditions}.
   */
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
