package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.runtime.evidence.Facts;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Promotes a challenger whose metric lies on the right side of a limit. */
public final class Limit implements Evaluator, SliceCorrected {

  /** Which side is right. */
  enum Side {
    MIN,
    MAX;

    /** The words that documents have had from the beginning, and the newer ones. */
    private static final Shape<Side> SHAPE =
        Shapes.choice(
            new TreeMap<>(Map.of("floor", MIN, "ceiling", MAX)), Map.of("min", MIN, "max", MAX));
  }

  private final ScoredMetric metric;
  private final Side side;
  private final double limit;
  private final Confidence certainty;

  Limit(ScoredMetric metric, Side side, double limit, Confidence certainty) {
    this.metric = metric;
    this.side = side;
    this.limit = limit;
    this.certainty = certainty;
    if (!Double.isFinite(limit)) {
      throw new IllegalArgumentException("a limit must be finite, is " + limit);
    }
  }

  /**
   * Returns a copy that requires a confidence: the bound of the metric must lie on the right side.
   *
   * @param share from 0.5 to below 1, such as 0.95
   */
  public Limit confidence(double share) {
    return new Limit(metric, side, limit, new Confidence(share));
  }

  @Override
  public Evaluator among(int slices) {
    return new Limit(metric, side, limit, certainty.among(slices));
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    Optional<MeasuredValue> seen;
    try {
      seen = measured(challenger);
    } catch (IllegalArgumentException e) { // labels that are none, say
      return undecided(challenger, ": " + e.getMessage());
    }
    if (seen.isEmpty()) {
      return undecided(challenger, ", or not with its error");
    }
    return side == Side.MIN
        ? seen.get().atLeast(limit, certainty, MeasuredValue.Context.NONE)
        : seen.get().atMost(limit, certainty);
  }

  /** Returns empty where the rows give no figure, or one of unknown error: both are too few. */
  private Optional<MeasuredValue> measured(Scores challenger) {
    return metric
        .of(challenger)
        .filter(value -> value.standardError().isPresent())
        .map(
            value ->
                MeasuredValue.normal(
                    metric.metricName(),
                    value.value(),
                    value.standardError().orElseThrow(),
                    challenger.size()));
  }

  private Verdict undecided(Scores challenger, String why) {
    return new Verdict.Undecided(
        metric.metricName() + " cannot be computed of " + challenger.size() + " rows" + why,
        Facts.NONE.with("rows", challenger.size()).toNode());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Limit that
        && metric == that.metric
        && side == that.side
        && limit == that.limit
        && certainty.equals(that.certainty);
  }

  @Override
  public int hashCode() {
    return Objects.hash(metric, side, limit, certainty);
  }

  @Override
  public String toString() {
    return metric.metricName() + (side == Side.MIN ? " at least " : " at most ") + limit;
  }

  /** {@code {type: limit, metric: auc, side: min, value: 0.6, confidence: 0.95}}. */
  public static final class Type extends NamedPart<Evaluator, Limit> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Evaluator.class, "limit", Limit.class);
    }

    @Override
    public ObjectShape<Limit> shape() {
      ObjectShape.Builder<Limit> all = ObjectShape.named("Limit");
      var name =
          all.required(
              "metric",
              Shapes.text().as(ScoredMetric::named, ScoredMetric::metricName),
              e -> e.metric,
              "its name");
      var side = all.required("side", Side.SHAPE, e -> e.side, "min or max");
      var value = all.required("value", Shapes.number(), e -> e.limit, "the limit");
      var confidence = Confidence.field(all, e -> e.certainty.share());
      return all.build(
          f ->
              new Limit(f.get(name), f.get(side), f.get(value), new Confidence(f.get(confidence))));
    }
  }
}
