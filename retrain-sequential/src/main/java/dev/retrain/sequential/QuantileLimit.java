package dev.retrain.sequential;

/**
 * Tests a latency quantile of the canary against a fixed limit, from bucket counts.
 *
 * <p>The quantile exceeds the limit exactly when more than {@code 1 - quantile} of the requests do,
 * so this is a test of one proportion (Howard and Ramdas 2022, Bernoulli 28(3), equation 37 of
 * arXiv 1906.09712v5, builds on the same count). Exact for independent requests. A limit inside a
 * bucket gives the canary the benefit of the doubt: only requests in the buckets above count as too
 * slow.
 *
 * <p>Estimate and interval of a reading: the canary's quantile, in the unit of the bounds.
 *
 * @param quantile between 0 and 1, 0.95 for p95
 * @param limit the canary is harmful when its quantile is shown to lie above
 * @param alpha probability of a false alarm over all looks
 */
public record QuantileLimit(double quantile, double limit, double alpha)
    implements SequentialTest<LatencyCounts, QuantileLimit.State> {

  /** Refuses a quantile that is not between 0 and 1. */
  public QuantileLimit {
    AlphaLevel.checked(alpha);
    if (!(quantile > 0 && quantile < 1 && limit > 0)) {
      throw new IllegalArgumentException(
          "a quantile lies between 0 and 1 and its limit above 0, got " + quantile + ", " + limit);
    }
  }

  /** The counts of the last look used, and what every test remembers. */
  public record State(LatencyCounts seen, TestProgress progress) {}

  /** The state before the first look, with one empty bucket; any bounds may follow. */
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
