package dev.retrain.runtime.evaluator;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.retraining.PartType;
import dev.retrain.drift.metric.PairedDifference;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Promotes a challenger that is not worse than the champion by more than a margin on the same rows:
 * a test of non-inferiority. The one-sided lower bound of the gain, at the confidence, must lie
 * above minus the margin; below it with a gain that is worse than the margin the challenger is
 * refused, else there are too few rows to say.
 *
 * <p>Without a champion there is nothing to be worse than.
 */
public final class NotWorseThanChampion implements Evaluator {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final ScoredMetric metric;
  private final Margin margin;
  private final double confidence;

  NotWorseThanChampion(ScoredMetric metric, Margin margin, double confidence) {
    this.metric = metric;
    this.margin = requireNonNull(margin);
    if (!(confidence >= 0.5 && confidence < 1)) {
      throw new IllegalArgumentException("a confidence lies from 0.5 to below 1, is " + confidence);
    }
    this.confidence = confidence;
  }

  /**
   * The same, asked with a certainty.
   *
   * @param share from 0.5 to below 1, such as 0.95
   */
  public NotWorseThanChampion confidence(double share) {
    return new NotWorseThanChampion(metric, margin, share);
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    if (champion.isEmpty()) {
      return new Verdict.Promote("there is no champion yet", Facts.NONE.toNode());
    }
    Pairs pairs = Pairs.of(challenger, champion.get());
    if (pairs.size() < 2) {
      return new Verdict.Undecided(
          "champion and challenger share " + pairs.size() + " rows", Facts.NONE.toNode());
    }
    try {
      return judge(metric.compare(pairs), pairs.size());
    } catch (IllegalArgumentException e) {
      return new Verdict.Undecided(String.valueOf(e.getMessage()), Facts.NONE.toNode());
    }
  }

  private Verdict judge(PairedDifference seen, int rows) {
    double gain = metric.metric().direction().gain(seen.challenger(), seen.champion());
    double allowed = -margin.of(seen.champion());
    double certainty = NORMAL.inverseCumulativeProbability(confidence);
    double bound = gain - certainty * seen.standardError();
    Comparison check =
        new Comparison("gain in " + metric.metricName(), bound, Relation.AT_LEAST, allowed);
    Node.Mapping evidence =
        Facts.checks(check)
            .with("champion", seen.champion())
            .with("challenger", seen.challenger())
            .with("gain", gain)
            .with("standardError", seen.standardError())
            .with("pValue", seen.pValue())
            .with("rows", rows)
            .toNode();
    String words = words(seen, bound);
    if (check.holds()) {
      return new Verdict.Promote(words, evidence);
    }
    return gain < allowed
        ? new Verdict.Reject(words, evidence)
        : new Verdict.Undecided(
            words
                + "; about "
                + enough(gain - allowed, certainty * seen.standardError(), rows)
                + " rows would do",
            evidence);
  }

  private static long enough(double distance, double reach, int rows) {
    double factor = reach / distance;
    return (long) Math.ceil(Math.min(1e15, rows * factor * factor));
  }

  private String words(PairedDifference seen, double bound) {
    return "%s %.4f against %.4f of the champion, the gain is at least %.4f at %s %% confidence"
        .formatted(
            metric.metricName(),
            seen.challenger(),
            seen.champion(),
            bound,
            Node.of(Math.round(confidence * 1e4) / 1e2));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NotWorseThanChampion that
        && metric == that.metric
        && margin.equals(that.margin)
        && confidence == that.confidence;
  }

  @Override
  public int hashCode() {
    return metric.hashCode() + 31 * margin.hashCode() + Double.hashCode(confidence);
  }

  @Override
  public String toString() {
    return metric.metricName() + " not worse than the champion's by more than " + margin;
  }

  /** {@code {type: not-worse-than-champion, metric: auc, margin: ..., confidence: 0.95}}. */
  public static final class Type implements PartType<Evaluator, NotWorseThanChampion> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {}

    @Override
    public Class<Evaluator> role() {
      return Evaluator.class;
    }

    @Override
    public String name() {
      return "not-worse-than-champion";
    }

    @Override
    public Class<NotWorseThanChampion> type() {
      return NotWorseThanChampion.class;
    }

    @Override
    public ObjectShape<NotWorseThanChampion> shape() {
      ObjectShape.Builder<NotWorseThanChampion> all = ObjectShape.named("NotWorseThanChampion");
      var name =
          all.required(
              "metric",
              Shapes.text().as(ScoredMetric::named, ScoredMetric::metricName),
              e -> e.metric,
              "its name");
      var margin = all.required("margin", Margin.shape(), e -> e.margin, "allowed");
      var confidence =
          all.optional("confidence", Shapes.number(0.5, 0.999999), 0.5, e -> e.confidence, "asked");
      return all.build(
          f -> new NotWorseThanChampion(f.get(name), f.get(margin), f.get(confidence)));
    }
  }
}
