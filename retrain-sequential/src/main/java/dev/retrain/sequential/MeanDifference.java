package dev.retrain.sequential;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;

/**
 * Tests a mean per request (revenue, rating, score) of the canary against the champion's under live
 * traffic at the same time.
 *
 * <p>Each look gives one difference of means of its new requests; looks are weighted by {@code n m
 * / (n + m)}, so that neither the time of day nor a raised traffic share is mistaken for harm. The
 * sum is tested with a one-sided normal mixture ({@link NormalMixture} has the papers). With {@link
 * Dispersion.Known} the guarantee is exact; with {@link Dispersion.Estimated} it is asymptotic:
 * variances are pooled within looks, and the larger of the two versions' variances is used, because
 * a canary that by chance drew no large value has both a low mean and a low variance. A relative
 * margin requires a positive champion's mean.
 *
 * <p>Estimate and interval of a reading: how much worse the canary is, in the unit of {@code
 * tolerated} (positive is worse). The interval of a relative margin divides by the champion's
 * estimated mean as if it were known.
 *
 * @param direction whether a higher or a lower mean is better
 * @param tolerated the canary is HARMFUL when shown to be worse than this
 * @param acceptable the canary is HARMLESS when shown to be better than this; not below tolerated
 * @param spread what is known about the value's standard deviation
 * @param alpha probability of a false alarm over all looks
 */
public record MeanDifference(
    Direction direction, Margin tolerated, Margin acceptable, Dispersion spread, double alpha)
    implements SequentialTest<Arms<SampleMoments>, MeanDifference.State> {

  /** Rejects an alpha outside 0 to 1. */
  public MeanDifference {
    AlphaLevel.checked(alpha);
  }

  /**
   * Holds what is kept between looks.
   *
   * @param seen the cumulative sums of the last look used
   * @param weight sum of the looks' weights
   * @param canary weighted sums of the canary's looks
   * @param champion weighted sums of the champion's looks
   * @param progress state that every test keeps
   */
  public record State(
      Arms<SampleMoments> seen, double weight, Side canary, Side champion, TestProgress progress) {
    State with(TestProgress changed) {
      return new State(seen, weight, canary, champion, changed);
    }
  }

  /**
   * Holds the sums of one version over all looks.
   *
   * @param weightedMean sum of weight times the look's mean
   * @param noise sum of squared weight over the look's rows
   * @param squares sum of squares around each look's own mean
   * @param freedom degrees of freedom of {@code squares}
   */
  public record Side(double weightedMean, double noise, double squares, long freedom) {
    static final Side NONE = new Side(0, 0, 0, 0);

    Side plus(SampleMoments look, double weight) {
      return new Side(
          weightedMean + weight * look.mean(),
          noise + weight * weight / look.rows(),
          squares + look.squaresAroundMean(),
          freedom + look.rows() - 1);
    }

    double variance() {
      return freedom == 0 ? 0 : squares / freedom;
    }
  }

  @Override
  public State start() {
    return new State(
        new Arms<>(SampleMoments.ZERO, SampleMoments.ZERO),
        0,
        Side.NONE,
        Side.NONE,
        TestProgress.START);
  }

  @Override
  public State miss(State state) {
    return state.with(state.progress().missed());
  }

  @Override
  public State observe(State state, Arms<SampleMoments> cumulative) {
    SampleMoments canary = cumulative.canary().minusOrZero(state.seen().canary());
    SampleMoments champion = cumulative.champion().minusOrZero(state.seen().champion());
    if (cumulative.canary().rows() < state.seen().canary().rows()
        || cumulative.champion().rows() < state.seen().champion().rows()) {
      return miss(state);
    }
    if (canary.rows() == 0 || champion.rows() == 0) {
      return state.weight() == 0 ? miss(state) : state.with(state.progress().unchanged());
    }
    double weight = (double) canary.rows() * champion.rows() / (canary.rows() + champion.rows());
    State next =
        new State(
            cumulative,
            state.weight() + weight,
            state.canary().plus(canary, weight),
            state.champion().plus(champion, weight),
            state.progress());
    return next.with(state.progress().seen(logEHarmful(next)));
  }

  @Override
  public HarmEvidence evidence(State state) {
    return state.progress().evidence(0);
  }

  @Override
  public TestReading read(State state) {
    HarmEvidence evidence = evidence(state);
    double harmless = hasEnough(state) ? logE(state, acceptable, -1) : 0;
    TestOutcome outcome = state.progress().outcome(harmless, alpha - evidence.spent());
    if (state.weight() == 0) {
      return new TestReading(outcome, evidence, harmless, Double.NaN, ConfidenceInterval.UNKNOWN);
    }
    double champion = state.champion().weightedMean() / state.weight();
    double canary = state.canary().weightedMean() / state.weight();
    double estimate = Harm.of(tolerated, champion, canary, direction);
    return new TestReading(
        outcome, evidence, harmless, estimate, interval(state, estimate, champion));
  }

  private double logEHarmful(State state) {
    return hasEnough(state) ? logE(state, tolerated, 1) : 0;
  }

  private double logE(State state, Margin margin, int sign) {
    double error = standardError(state, margin);
    return NormalMixture.logE(sign * excess(state, margin) / error, effectiveRows(state, error));
  }

  private ConfidenceInterval interval(State state, double estimate, double champion) {
    if (!hasEnough(state)) {
      return ConfidenceInterval.UNKNOWN;
    }
    double error = standardError(state, Margin.absolute(0));
    double half = error * NormalMixture.criticalZ(effectiveRows(state, error), alpha);
    double unit = Harm.unit(tolerated, champion);
    return new ConfidenceInterval(estimate - half / unit, estimate + half / unit);
  }

  /** Returns how far the canary lies beyond the margin, in the value's unit. */
  private double excess(State state, Margin margin) {
    double canary = state.canary().weightedMean() / state.weight();
    double limit = Harm.worst(margin, state.champion().weightedMean() / state.weight(), direction);
    return direction == Direction.LOWER_IS_BETTER ? canary - limit : limit - canary;
  }

  private double standardError(State state, Margin margin) {
    double factor = Harm.worst(margin, 1, direction) - Harm.worst(margin, 0, direction);
    double noise = state.canary().noise() + factor * factor * state.champion().noise();
    return Math.sqrt(variance(state) * noise) / state.weight();
  }

  private double effectiveRows(State state, double standardError) {
    return variance(state) / (standardError * standardError);
  }

  private double variance(State state) {
    return spread instanceof Dispersion.Known known
        ? known.standardDeviation() * known.standardDeviation()
        : Math.max(state.canary().variance(), state.champion().variance());
  }

  private boolean hasEnough(State state) {
    if (spread instanceof Dispersion.Estimated estimated) {
      long rows = Math.min(state.seen().canary().rows(), state.seen().champion().rows());
      return rows >= estimated.minimumRows() && variance(state) > 0;
    }
    return state.weight() > 0;
  }
}
