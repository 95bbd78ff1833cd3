package dev.retrain.runtime.evaluator;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.retraining.NamedPart;
import java.util.Objects;
import java.util.Optional;

/**
 * Promotes a challenger that is better than the champion by a margin on the same rows: a test of
 * superiority. The one-sided lower bound of the gain, at the confidence, must reach the margin;
 * with a gain below the margin the challenger is refused, else there are too few rows to say.
 *
 * <p>Without a champion there is nothing to be better than, and the challenger is promoted.
 */
public final class BetterThanChampion implements Evaluator, SliceCorrected {

  private final MetricGain gain;
  private final Margin margin;

  BetterThanChampion(MetricGain gain, Margin margin) {
    this.gain = requireNonNull(gain);
    this.margin = requireNonNull(margin);
  }

  /**
   * The same, asked with a certainty.
   *
   * @param share from 0.5 to below 1, such as 0.95
   */
  public BetterThanChampion confidence(double share) {
    return new BetterThanChampion(gain.with(new Confidence(share)), margin);
  }

  /** The same by the bootstrap, in place of the test that is usual for the metric. */
  public BetterThanChampion byBootstrap() {
    return new BetterThanChampion(gain.with(MetricGain.Test.BOOTSTRAP), margin);
  }

  @Override
  public Evaluator among(int slices) {
    return new BetterThanChampion(gain.with(gain.certainty().among(slices)), margin);
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    return MetricGain.unopposed(champion)
        .orElseGet(() -> gain.judge(challenger, champion.orElseThrow(), value -> margin.of(value)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BetterThanChampion that
        && gain.equals(that.gain)
        && margin.equals(that.margin);
  }

  @Override
  public int hashCode() {
    return Objects.hash(gain, margin);
  }

  @Override
  public String toString() {
    return gain.metric().metricName() + " better than the champion's by at least " + margin;
  }

  /**
   * {@code {type: better-than-champion, metric: auc, margin: ..., confidence: 0.95, test: usual}}.
   */
  public static final class Type extends NamedPart<Evaluator, BetterThanChampion> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {
      super(Evaluator.class, "better-than-champion", BetterThanChampion.class);
    }

    @Override
    public ObjectShape<BetterThanChampion> shape() {
      ObjectShape.Builder<BetterThanChampion> all = ObjectShape.named("BetterThanChampion");
      var gain = MetricGain.fields(all, e -> e.gain);
      var margin = all.required("margin", Margin.shape(), e -> e.margin, "asked for");
      return all.build(f -> new BetterThanChampion(gain.apply(f), f.get(margin)));
    }
  }
}
