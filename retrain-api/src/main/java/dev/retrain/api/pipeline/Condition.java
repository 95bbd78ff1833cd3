package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Shape;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the metrics of a run must satisfy for its model to be registered: comparisons, joined by
 * {@link #and} and {@link #or} to any depth. Pure; every backend evaluates it to the same result.
 *
 * <p>Evaluation has three values (Kleene's strong logic): a comparison whose metric is missing is
 * undecided; a conjunction is rejected if one part is, else undecided if one part is; a disjunction
 * passes if one part does, else is undecided if one part is. Only a condition that passes registers
 * a model.
 */
public sealed interface Condition {

  /** The prefix of the champion's metrics in {@code metrics.json}. */
  String CHAMPION_PREFIX = "champion.";

  /** The prefix of improvements over the champion, positive when better, in the metric's unit. */
  String GAIN_PREFIX = "gain.";

  /** The prefix of improvements as a share of the champion's value. */
  String RELATIVE_GAIN_PREFIX = "relative_gain.";

  /**
   * A metric is at least a value.
   *
   * @param from the metrics artifact it is read from; empty for the gate's own
   */
  record AtLeast(String metric, double threshold, Optional<String> from) implements Condition {

    /** Checks the name and the value. */
    public AtLeast {
      check(metric, threshold);
      requireNonNull(from);
    }

    /** Creates a comparison of a metric in the gate's own artifact. */
    public AtLeast(String metric, double threshold) {
      this(metric, threshold, Optional.empty());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.atLeast(this);
    }

    @Override
    public String toString() {
      return GateMetrics.key(from, metric) + " >= " + threshold;
    }
  }

  /**
   * A metric is at most a value.
   *
   * @param from the metrics artifact it is read from; empty for the gate's own
   */
  record AtMost(String metric, double threshold, Optional<String> from) implements Condition {

    /** Checks the name and the value. */
    public AtMost {
      check(metric, threshold);
      requireNonNull(from);
    }

    /** Creates a comparison of a metric in the gate's own artifact. */
    public AtMost(String metric, double threshold) {
      this(metric, threshold, Optional.empty());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.atMost(this);
    }

    @Override
    public String toString() {
      return GateMetrics.key(from, metric) + " <= " + threshold;
    }
  }

  /**
   * A metric is not worse than the champion's by more than a margin. Backends compare the number
   * under {@link #gainMetric()}, which the evaluating step writes ({@link GateMetrics} does it); it
   * is 0 when there is no champion yet.
   *
   * @param from the metrics artifact it is read from; empty for the gate's own
   */
  record NotWorseThanChampion(Metric metric, Margin margin, Optional<String> from)
      implements Condition {

    /** Checks that nothing is missing. */
    public NotWorseThanChampion {
      requireNonNull(metric);
      requireNonNull(margin);
      requireNonNull(from);
    }

    /** Creates a comparison of a metric in the gate's own artifact. */
    public NotWorseThanChampion(Metric metric, Margin margin) {
      this(metric, margin, Optional.empty());
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
      return new AtLeast(gainMetric(), threshold(), from);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.notWorseThanChampion(this);
    }

    @Override
    public String toString() {
      return GateMetrics.key(from, metric.name())
          + " not worse than the champion's by more than "
          + margin;
    }
  }

  /** All of several conditions; nested conjunctions are flattened. */
  record All(List<Condition> conditions) implements Condition {

    /** Flattens and copies. */
    public All {
      List<Condition> flat = new ArrayList<>();
      for (Condition condition : conditions) {
        flat.addAll(condition.parts());
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
      return joined(conditions, " and ");
    }
  }

  /** At least one of several conditions; nested disjunctions are flattened. */
  record Any(List<Condition> conditions) implements Condition {

    /** Flattens and copies. */
    public Any {
      List<Condition> flat = new ArrayList<>();
      for (Condition condition : conditions) {
        flat.addAll(condition instanceof Any any ? any.conditions() : List.of(condition));
      }
      if (flat.isEmpty()) {
        throw new IllegalArgumentException("a disjunction needs at least one condition");
      }
      conditions = List.copyOf(flat);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.any(this);
    }

    @Override
    public String toString() {
      return joined(conditions, " or ");
    }
  }

  /**
   * One method per kind of condition: a new kind fails every backend's build until it is mapped.
   */
  interface Visitor<R> {
    /** Visits a condition with a lower limit. */
    R atLeast(AtLeast condition);

    /** Visits a condition with an upper limit. */
    R atMost(AtMost condition);

    /** Visits a comparison with the champion. */
    R notWorseThanChampion(NotWorseThanChampion condition);

    /** Visits a conjunction. */
    R all(All condition);

    /** Visits a disjunction. */
    R any(Any condition);
  }

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** Returns the conjunction of this and another. */
  default Condition and(Condition other) {
    return new All(List.of(this, other));
  }

  /** Returns the disjunction of this and another. */
  default Condition or(Condition other) {
    return new Any(List.of(this, other));
  }

  /**
   * Returns a copy that reads its metrics from an artifact other than the gate's own, such as
   * {@code drift.ks} from what a drift step writes.
   */
  default Condition from(Artifact<Kind.Metrics> metrics) {
    return GateMetrics.from(this, Optional.of(metrics.name()));
  }

  /** Returns the parts of a conjunction, or this alone. */
  default List<Condition> parts() {
    return this instanceof All all ? all.conditions() : List.of(this);
  }

  /** Returns every comparison in it, at any depth, in order. */
  default List<Condition> comparisons() {
    List<Condition> nested = this instanceof Any any ? any.conditions() : parts();
    return nested.size() == 1 && nested.get(0) == this
        ? nested
        : nested.stream().flatMap(part -> part.comparisons().stream()).toList();
  }

  /**
   * Judges the metrics of a run.
   *
   * @param metrics name to finite value; those of other artifacts than the gate's own under {@code
   *     <artifact>:<name>}, as {@link Gate#metricsOf} gives them. Improvements over the champion
   *     are derived where they are missing and the champion's values are there
   */
  default GateResult evaluate(Map<String, Double> metrics) {
    return GateResult.of(this, GateMetrics.withGains(metrics));
  }

  /**
   * Judges the metrics of a run in several artifacts.
   *
   * @param own the artifact that comparisons read unless they name another
   * @param metrics by artifact, name to finite value; a metric of an artifact that is not among
   *     them is missing
   */
  default GateResult evaluate(String own, Map<String, Map<String, Double>> metrics) {
    return evaluate(GateMetrics.flat(own, metrics));
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

  /** Requires all of several conditions. */
  static Condition all(Condition... conditions) {
    return new All(List.of(conditions));
  }

  /** Requires at least one of several conditions. */
  static Condition any(Condition... conditions) {
    return new Any(List.of(conditions));
  }

  /**
   * Returns the document form: a list of conditions that must all hold, as under a gate's key
   * {@code conditions}. {@code {type: any, conditions: [...]}} and {@code {type: all, conditions:
   * [...]}} nest.
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

  private static String joined(List<Condition> conditions, String word) {
    return String.join(
        word,
        conditions.stream()
            .map(c -> c instanceof All || c instanceof Any ? "(" + c + ")" : c.toString())
            .toList());
  }
}
