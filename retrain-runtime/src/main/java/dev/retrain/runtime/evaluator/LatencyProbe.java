package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.evidence.Rounded;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Promotes a challenger that answered fast enough while its rows were scored: a quantile of the
 * latencies that the scores carry. Nothing is assumed of their distribution: the quantile is below
 * the limit where the share of slower rows is below {@code 1 - quantile}, and its interval ends at
 * order statistics (David and Nagaraja, Order Statistics, section 7.1).
 *
 * @param quantile such as 0.95, between 0 and 1
 * @param limit above 0
 * @param confidence asked, to one side; 0.5 takes the point value
 */
public record LatencyProbe(Fraction quantile, Duration limit, double confidence)
    implements Evaluator {

  private static final double NANOS = 1e6;

  /** Checks the ranges. */
  public LatencyProbe {
    new Confidence(confidence); // refuses what is none
    if (quantile.value() <= 0 || quantile.value() >= 1) {
      throw new IllegalArgumentException("a quantile lies between 0 and 1, is " + quantile);
    }
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a latency limit must be above 0, is " + limit);
    }
  }

  /** Returns a copy that requires a confidence. */
  public LatencyProbe confidence(double share) {
    return new LatencyProbe(quantile, limit, share);
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    double[] millis = challenger.sortedLatencies();
    if (millis.length == 0) {
      return new Verdict.Undecided(
          "no row says how long its prediction took; write the column latency_ms",
          Facts.NONE.with("rows", 0L).toNode());
    }
    return judge(millis);
  }

  private Verdict judge(double[] millis) {
    double most = limit.toNanos() / NANOS;
    long slower = Arrays.stream(millis).filter(time -> time > most).count();
    double share = (double) slower / millis.length;
    double allowed = 1 - quantile.value();
    Confidence certainty = new Confidence(confidence);
    double error = Math.sqrt(allowed * quantile.value() / millis.length);
    Comparison check =
        new Comparison(
            "share of predictions above " + Node.of(most) + " ms",
            share + certainty.reach(error),
            Relation.AT_MOST,
            allowed);
    String words = check + words(millis);
    Node.Mapping evidence = evidence(check, millis);
    if (check.holds()) {
      return new Verdict.Promote(words, evidence);
    }
    return share <= allowed
        ? new Verdict.Undecided(
            words + "; " + certainty.enough(allowed - share, error, millis.length), evidence)
        : new Verdict.Reject(words, evidence);
  }

  private String words(double[] millis) {
    return " (the quantile at "
        + quantile
        + " is "
        + Rounded.of(at(millis, quantile.value()))
        + " ms, 95 % interval "
        + Rounded.of(bound(millis, 0.025))
        + " to "
        + Rounded.of(bound(millis, 0.975))
        + ", "
        + millis.length
        + " rows)";
  }

  private Node.Mapping evidence(Comparison check, double[] millis) {
    return Facts.checks(check)
        .with("value", at(millis, quantile.value()))
        .with("lower", bound(millis, 0.025))
        .with("upper", bound(millis, 0.975))
        .with("rows", millis.length)
        .with("confidence", confidence)
        .toNode();
  }

  private static double at(double[] ascending, double share) {
    int index = (int) Math.ceil(share * ascending.length) - 1;
    return ascending[Math.min(ascending.length - 1, Math.max(0, index))];
  }

  private double bound(double[] ascending, double tail) {
    int index =
        BinomialDistribution.of(ascending.length, quantile.value())
            .inverseCumulativeProbability(tail);
    return ascending[Math.min(ascending.length - 1, index)];
  }

  /** {@code {type: latency-probe, quantile: 0.95, limit: PT0.1S, confidence: 0.95}}. */
  public static final class Type extends NamedPart<Evaluator, LatencyProbe> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Evaluator.class, "latency-probe", LatencyProbe.class);
    }

    @Override
    public ObjectShape<LatencyProbe> shape() {
      ObjectShape.Builder<LatencyProbe> all = ObjectShape.named("LatencyProbe");
      var quantile =
          all.optional(
              "quantile",
              Fraction.shape(),
              new Fraction(0.95),
              LatencyProbe::quantile,
              "of the latencies");
      var limit = all.required("limit", Shapes.duration(), LatencyProbe::limit, "allowed");
      var confidence = Confidence.field(all, LatencyProbe::confidence);
      return all.build(f -> new LatencyProbe(f.get(quantile), f.get(limit), f.get(confidence)));
    }
  }
}
