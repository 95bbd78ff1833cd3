package dev.retrain.runtime.evaluator;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.metric.Direction;
import dev.retrain.drift.metric.PairedDifference;
import dev.retrain.runtime.evidence.Facts;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * How much better the challenger is than the champion on the rows that both scored.
 *
 * @param metric compared
 * @param certainty asked
 * @param test of the difference
 */
record MetricGain(ScoredMetric metric, Confidence certainty, Test test) {

  /** Tests of a difference on the same rows. */
  enum Test {
    /**
     * What the metric is usually compared by: DeLong for AUC, McNemar for accuracy, paired means
     * for log loss, Brier score and MAE, the bootstrap for the rest.
     */
    USUAL,
    /** Rows are drawn again and again, for both versions alike. */
    BOOTSTRAP
  }

  /** Checks that nothing is missing. */
  MetricGain {
    requireNonNull(metric);
    requireNonNull(certainty);
    requireNonNull(test);
  }

  static MetricGain in(String metric) {
    return new MetricGain(ScoredMetric.named(metric), Confidence.POINT, Test.USUAL);
  }

  MetricGain with(Confidence other) {
    return new MetricGain(metric, other, test);
  }

  MetricGain with(Test other) {
    return new MetricGain(metric, certainty, other);
  }

  /**
   * Judges.
   *
   * @param least the gain asked for, given the champion's value
   */
  Verdict judge(Scores challenger, Scores champion, DoubleUnaryOperator least) {
    ScoredPairs pairs = ScoredPairs.of(challenger, champion);
    if (pairs.size() < 2) {
      return new Verdict.Undecided(
          "champion and challenger share " + pairs.size() + " rows, at least 2 are needed",
          Facts.NONE.with("rows", pairs.size()).toNode());
    }
    try {
      return verdict(seen(pairs), pairs.size(), least);
    } catch (IllegalArgumentException e) {
      return new Verdict.Undecided(
          String.valueOf(e.getMessage()), Facts.NONE.with("rows", pairs.size()).toNode());
    }
  }

  private PairedDifference seen(ScoredPairs pairs) {
    return test == Test.USUAL ? metric.compare(pairs) : metric.bootstrap(pairs);
  }

  private Verdict verdict(PairedDifference seen, int rows, DoubleUnaryOperator least) {
    double gain = metric.metric().direction().gain(seen.challenger(), seen.champion());
    boolean higher = metric.metric().direction() == Direction.HIGHER_IS_BETTER;
    String name = metric.metricName();
    MeasuredValue measured =
        new MeasuredValue(
            "gain in " + name,
            gain,
            seen.standardError(),
            rows,
            higher ? seen.lower() : -seen.upper(),
            higher ? seen.upper() : -seen.lower());
    Facts both =
        Facts.NONE
            .with("champion", seen.champion())
            .with("challenger", seen.challenger())
            .with("gain", gain)
            .with("pValue", seen.pValue());
    String words =
        "%s %.4f against %.4f of the champion: "
            .formatted(name, seen.challenger(), seen.champion());
    return measured.atLeast(
        least.applyAsDouble(seen.champion()), certainty, new MeasuredValue.Context(words, both));
  }

  /** Returns the keys that say how versions are compared. */
  static <T> Function<ObjectShape.Values, MetricGain> fields(
      ObjectShape.Builder<T> all, Function<T, MetricGain> gain) {
    var metric =
        all.required(
            "metric",
            Shapes.text().as(ScoredMetric::named, ScoredMetric::metricName),
            e -> gain.apply(e).metric(),
            "its name");
    var confidence = Confidence.field(all, e -> gain.apply(e).certainty().share());
    var test =
        all.optional(
            "test", Shapes.choice(Test.class), Test.USUAL, e -> gain.apply(e).test(), "of gains");
    return f -> new MetricGain(f.get(metric), new Confidence(f.get(confidence)), f.get(test));
  }

  /** Returns what follows without a champion. */
  static Optional<Verdict> unopposed(Optional<Scores> champion) {
    return champion.isPresent()
        ? Optional.empty()
        : Optional.of(new Verdict.Promote("there is no champion yet", Facts.NONE.toNode()));
  }
}
