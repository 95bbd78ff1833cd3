package dev.retrain.sequential;

/**
 * Tests a latency quantile of the canary against a fixed limit, from bucket counts.
 *
 * <p>The quantile exceeds the limit exactly when more than {@code 1 - quantile} of the requests do,
 * so this is a test of one proportion (Howard and Ramdas 2022, Bernoulli 28(3), equation 37 of
 * arXiv 1906.09712v5, builds on the same count). Exact for independent requests. If the limit lies
 * inside a bucket, only requests in the buckets above count as too slow, in favour of the canary.
 *
 * <p>Estimate and interval of a reading: the canary's quantile, in the unit of the bounds.
 *
 * @param quantile between 0 and 1, 0.95 for p95
 * @param limit the canary is HARMFUL when its quantile is shown to lie above
 * @param alpha probability of a false alarm over all looks
 */
public record QuantileLimit(double quantile, double limit, double alpha)
    implements SequentialTest<LatencyCounts, QuantileLimit.State> {

  /** Rejects a quantile that is not between 0 and 1, and a limit that is not positive. */
  public QuantileLimit {
    AlphaLevel.checked(alpha);
    if (!(quantile > 0 && quantile < 1 && limit > 0)) {
      throw new IllegalArgumentException(
          "a quantile must lie between 0 and 1 and its limit above 0, got "
              + quantile
              + ", "
              + limit);
    }
  }

  /** Holds the counts of the last look used, and the state that every test keeps. */
  public record State(LatencyCounts seen, TestProgress progress) {}

  /** Returns the state before the first look, with one empty bucket; any bounds may follow. */
  @Override
  public State start() {
    return new State(QuantileConfidence.NOTHING, TestProgress.START);
  }

  @Override
  public State miss(State state) {
    return new State(state.seen(), state.progress().missed());
  }

  @Override
  public State observe(State state, LatencyCounts cumulative) {
    if (cumulative.total() == 0 || !QuantileConfidence.canFollow(cumulative, state.seen())) {
      return miss(state);
    }
    double harmful = QuantileConfidence.logEAbove(cumulative, limit, quantile);
    return new State(cumulative, state.progress().seen(harmful));
  }

  @Override
  public HarmEvidence evidence(State state) {
    return state.progress().evidence(0);
  }

  @Override
  public TestReading read(State state) {
    HarmEvidence evidence = evidence(state);
    double harmless = QuantileConfidence.logEBelow(state.seen(), limit, quantile);
    TestOutcome outcome = state.progress().outcome(harmless, alpha - evidence.spent());
    ConfidenceInterval interval = QuantileConfidence.interval(state.seen(), quantile, alpha);
    return new TestReading(outcome, evidence, harmless, state.seen().quantile(quantile), interval);
  }
}
