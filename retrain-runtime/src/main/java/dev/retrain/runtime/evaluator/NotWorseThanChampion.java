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
 * Promotes a challenger that is not worse than the champion by more than a margin on the same rows:
 * a test of non-inferiority. The one-sided lower bound of the gain, at the confidence, must lie
 * above minus the margin; below it with a gain that is worse than the margin the challenger is
 * refused, else there are too few rows to say.
 *
 * <p>Without a champion there is nothing to be worse than.
 */
public final class NotWorseThanChampion implements Evaluator, SliceCorrected {

  private final MetricGain gain;
  private final Margin margin;

  NotWorseThanChampion(MetricGain gain, Margin margin) {
    this.gain = requireNonNull(gain);
    this.margin = requireNonNull(margin);
  }

  /**
   * The same, asked with a certainty.
   *
   * @param share from 0.5 to below 1, such as 0.95
   */
  public NotWorseThanChampion confidence(double share) {
    return new NotWorseThanChampion(gain.with(new Confidence(share)), margin);
  }

  /** The same by the bootstrap, in place of the test that is usual for the metric. */
  public NotWorseThanChampion byBootstrap() {
    return new NotWorseThanChampion(gain.with(MetricGain.Test.BOOTSTRAP), margin);
  }

  @Override
  public Evaluator among(int slices) {
    return new NotWorseThanChampion(gain.with(gain.certainty().among(slices)), margin);
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    return MetricGain.unopposed(champion)
        .orElseGet(
            () -> gain.judge(challenger, champion.orElseThrow(), value -> -margin.of(value)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NotWorseThanChampion that
        && gain.equals(that.gain)
        && margin.equals(that.margin);
  }

  @Override
  public int hashCode() {
    return Objects.hash(gain, margin);
  }

  @Override
  public String toString() {
    return gain.metric().metricName() + " not worse than the champion's by more than " + margin;
  }

  /**
   * {@code {type: not-worse-than-champion, metric: auc, margin: ..., confidence: 0.95, test:
   * usual}}.
   */
  public static final class Type extends NamedPart<Evaluator, NotWorseThanChampion> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {
      super(Evaluator.class, "not-worse-than-champion", NotWorseThanChampion.class);
    }

    @Override
    public ObjectShape<NotWorseThanChampion> shape() {
      ObjectShape.Builder<NotWorseThanChampion> all = ObjectShape.named("NotWorseThanChampion");
      var gain = MetricGain.fields(all, e -> e.gain);
      var margin = all.required("margin", Margin.shape(), e -> e.margin, "allowed");
      return all.build(f -> new NotWorseThanChampion(gain.apply(f), f.get(margin)));
    }
  }
}
