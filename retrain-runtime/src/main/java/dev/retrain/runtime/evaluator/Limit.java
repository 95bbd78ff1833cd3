package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.PartType;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import java.util.Locale;
import java.util.Optional;

/** Promotes a challenger whose metric lies on the right side of a limit. */
public final class Limit implements Evaluator {

  /** Which side is right. */
  enum Side {
    FLOOR(Relation.AT_LEAST),
    CEILING(Relation.AT_MOST);

    private final Relation relation;

    Side(Relation relation) {
      this.relation = relation;
    }
  }

  private final ScoredMetric metric;
  private final Side side;
  private final double limit;

  Limit(ScoredMetric metric, Side side, double limit) {
    this.metric = metric;
    this.side = side;
    this.limit = limit;
    if (!Double.isFinite(limit)) {
      throw new IllegalArgumentException("a limit must be finite, is " + limit);
    }
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    double value;
    try {
      value = metric.of(challenger).value();
    } catch (IllegalArgumentException | NullPointerException e) {
      return new Verdict.Undecided(
          metric.metricName() + " cannot be computed: " + e.getMessage(), Facts.NONE.toNode());
    }
    Comparison check = new Comparison(metric.metricName(), value, side.relation, limit);
    Node.Mapping evidence = Facts.checks(check).with("rows", challenger.size()).toNode();
    return check.holds()
        ? new Verdict.Promote(check.toString(), evidence)
        : new Verdict.Reject(check.toString(), evidence);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Limit that
        && metric == that.metric
        && side == that.side
        && limit == that.limit;
  }

  @Override
  public int hashCode() {
    return metric.hashCode() + 31 * side.hashCode() + Double.hashCode(limit);
  }

  @Override
  public String toString() {
    return side.name().toLowerCase(Locale.ROOT) + " of " + metric.metricName() + " " + limit;
  }

  /** {@code {type: limit, metric: auc, side: floor, value: 0.6}}. */
  public static final class Type implements PartType<Evaluator, Limit> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {}

    @Override
    public Class<Evaluator> role() {
      return Evaluator.class;
    }

    @Override
    public String name() {
      return "limit";
    }

    @Override
    public Class<Limit> type() {
      return Limit.class;
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
      var side = all.required("side", Shapes.choice(Side.class), e -> e.side, "floor or ceiling");
      var value = all.required("value", Shapes.number(), e -> e.limit, "the limit");
      return all.build(f -> new Limit(f.get(name), f.get(side), f.get(value)));
    }
  }
}
