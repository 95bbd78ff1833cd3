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
 * Compares a metric of challenger and champion on the same rows: a test of superiority or of
 * non-inferiority, which differ in the sign of the margin. The one-sided lower bound of the gain,
 * at the confidence, must reach the margin, or stay above minus the margin. With a gain below that
 * the challenger is rejected; otherwise there are too few rows to decide.
 *
 * <p>Without a champion the challenger is promoted. Immutable.
 */
public abstract sealed class ChampionComparison implements Evaluator, SliceCorrected {

  final MetricGain gain;
  final Margin margin;

  private ChampionComparison(MetricGain gain, Margin margin) {
    this.gain = requireNonNull(gain);
    this.margin = requireNonNull(margin);
  }

  /** Returns the same comparison with another way to estimate the gain. */
  abstract ChampionComparison with(MetricGain other);

  /** Returns the gain required, given the champion's value. */
  abstract double required(double champion);

  /**
   * Returns the same comparison at a confidence level.
   *
   * @param share from 0.5 to below 1, such as 0.95
   */
  public final ChampionComparison confidence(double share) {
    return with(gain.with(new Confidence(share)));
  }

  /** Returns the same comparison by the bootstrap, in place of the metric's usual test. */
  public final ChampionComparison byBootstrap() {
    return with(gain.with(MetricGain.Test.BOOTSTRAP));
  }

  @Override
  public final Evaluator among(int slices) {
    return with(gain.with(gain.certainty().among(slices)));
  }

  @Override
  public final Verdict judge(Scores challenger, Optional<Scores> champion) {
    return MetricGain.unopposed(champion)
        .orElseGet(() -> gain.judge(challenger, champion.orElseThrow(), this::required));
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof ChampionComparison that
        && getClass().equals(that.getClass())
        && gain.equals(that.gain)
        && margin.equals(that.margin);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(getClass().getName(), gain, margin);
  }

  /** The challenger must be better by at least the margin. */
  static final class Superiority extends ChampionComparison {

    Superiority(MetricGain gain, Margin margin) {
      super(gain, margin);
    }

    @Override
    ChampionComparison with(MetricGain other) {
      return new Superiority(other, margin);
    }

    @Override
    double required(double champion) {
      return margin.of(champion);
    }

    @Override
    public String toString() {
      return gain.metric().metricName() + " better than the champion's by at least " + margin;
    }
  }

  /** The challenger must not be worse by more than the margin. */
  static final class NonInferiority extends ChampionComparison {

    NonInferiority(MetricGain gain, Margin margin) {
      super(gain, margin);
    }

    @Override
    ChampionComparison with(MetricGain other) {
      return new NonInferiority(other, margin);
    }

    @Override
    double required(double champion) {
      return -margin.of(champion);
    }

    @Override
    public String toString() {
      return gain.metric().metricName() + " not worse than the champion's by more than " + margin;
    }
  }

  /**
   * {@code {type: better-than-champion, metric: auc, margin: ..., confidence: 0.95, test: usual}}.
   */
  public static final class SuperiorityType extends NamedPart<Evaluator, Superiority> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public SuperiorityType() {
      super(Evaluator.class, "better-than-champion", Superiority.class);
    }

    @Override
    public ObjectShape<Superiority> shape() {
      ObjectShape.Builder<Superiority> all = ObjectShape.named("BetterThanChampion");
      var gain = MetricGain.fields(all, e -> e.gain);
      var margin = all.required("margin", Margin.shape(), e -> e.margin, "asked for");
      return all.build(f -> new Superiority(gain.apply(f), f.get(margin)));
    }
  }

  /**
   * {@code {type: not-worse-than-champion, metric: auc, margin: ..., confidence: 0.95, test:
   * usual}}.
   */
  public static final class NonInferiorityType extends NamedPart<Evaluator, NonInferiority> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public NonInferiorityType() {
      super(Evaluator.class, "not-worse-than-champion", NonInferiority.class);
    }

    @Override
    public ObjectShape<NonInferiority> shape() {
      ObjectShape.Builder<NonInferiority> all = ObjectShape.named("NotWorseThanChampion");
      var gain = MetricGain.fields(all, e -> e.gain);
      var margin = all.required("margin", Margin.shape(), e -> e.margin, "allowed");
      return all.build(f -> new NonInferiority(gain.apply(f), f.get(margin)));
    }
  }
}
