package dev.retrain.sequential;

/**
 * Tests whether a latency quantile of the canary is more than a factor above the champion's, from
 * bucket counts of both.
 *
 * <p>A confidence sequence bounds the champion's quantile at {@code alpha / 10}; the canary is then
 * tested against the factor times that bound as in {@link QuantileLimit} (a union bound over two
 * one-sided quantile confidence sequences as in Howard and Ramdas 2022, Bernoulli 28(3)). Exact for
 * independent requests whose latencies keep one distribution per version while the rollout runs. If
 * latency varies with the time of day, keep the traffic share constant and start a new state at
 * each stage; {@link TestFamily} describes how to divide alpha between stages.
 *
 * <p>Estimate and interval of a reading: the canary's quantile over the champion's.
 *
 * @param quantile between 0 and 1, 0.95 for p95
 * @param tolerated the canary is HARMFUL when the ratio is shown to exceed this
 * @param acceptable the canary is HARMLESS when the ratio is shown to stay below this; at least
 *     tolerated
 * @param alpha probability of a false alarm over all looks
 */
public record QuantileRatio(double quantile, double tolerated, double acceptable, double alpha)
    implements SequentialTest<Arms<LatencyCounts>, QuantileRatio.State> {

  /** Rejects a quantile that is not between 0 and 1 and factors out of order. */
  public QuantileRatio {
    AlphaLevel.checked(alpha);
    if (!(quantile > 0 && quantile < 1 && tolerated > 0 && tolerated <= acceptable)) {
      throw new IllegalArgumentException(
          "a quantile must lie between 0 and 1, and 0 < tolerated <= acceptable, got %s, %s, %s"
              .formatted(quantile, tolerated, acceptable));
    }
  }

  /** Holds the counts of the last look used, and the state that every test keeps. */
  public record State(Arms<LatencyCounts> seen, TestProgress progress) {}

  /** Returns the state before the first look, with one empty bucket; any bounds may follow. */
  @Override
  public State start() {
    return new State(
        new Arms<>(QuantileConfidence.NOTHING, QuantileConfidence.NOTHING), TestProgress.START);
  }

  @Override
  public State miss(State state) {
    return new State(state.seen(), state.progress().missed());
  }

  @Override
  public State observe(State state, Arms<LatencyCounts> cumulative) {
    Arms<LatencyCounts> seen = state.seen();
    if (cumulative.canary().total() == 0
        || cumulative.champion().total() == 0
        || !QuantileConfidence.canFollow(cumulative.canary(), seen.canary())
        || !QuantileConfidence.canFollow(cumulative.champion(), seen.champion())) {
      return miss(state);
    }
    return new State(cumulative, state.progress().seen(logEHarmful(cumulative)));
  }

  @Override
  public HarmEvidence evidence(State state) {
    return state.progress().evidence(AlphaLevel.champion(alpha));
  }

  @Override
  public TestReading read(State state) {
    HarmEvidence evidence = evidence(state);
    double harmless = logEHarmless(state.seen());
    TestOutcome outcome = state.progress().outcome(harmless, alpha - evidence.spent());
    LatencyCounts canary = state.seen().canary();
    LatencyCounts champion = state.seen().champion();
    double estimate = canary.quantile(quantile) / champion.quantile(quantile);
    return new TestReading(outcome, evidence, harmless, estimate, interval(canary, champion));
  }

  private double logEHarmful(Arms<LatencyCounts> seen) {
    double champion =
        QuantileConfidence.upper(seen.champion(), quantile, AlphaLevel.champion(alpha));
    return QuantileConfidence.logEAbove(seen.canary(), tolerated * champion, quantile);
  }

  private double logEHarmless(Arms<LatencyCounts> seen) {
    double champion =
        QuantileConfidence.lower(seen.champion(), quantile, AlphaLevel.champion(alpha));
    return QuantileConfidence.logEBelow(seen.canary(), acceptable * champion, quantile);
  }

  private ConfidenceInterval interval(LatencyCounts canary, LatencyCounts champion) {
    double level = alpha - AlphaLevel.champion(alpha);
    ConfidenceInterval above = QuantileConfidence.interval(canary, quantile, level);
    ConfidenceInterval below =
        QuantileConfidence.interval(champion, quantile, AlphaLevel.champion(alpha));
    double lower = above.lower() / below.upper();
    double upper = below.lower() > 0 ? above.upper() / below.lower() : Double.POSITIVE_INFINITY;
    return new ConfidenceInterval(lower, upper);
  }
}
