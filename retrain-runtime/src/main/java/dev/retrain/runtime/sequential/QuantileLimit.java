package dev.retrain.runtime.sequential;

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
    implements SequentialTest<Histogram, QuantileLimit.State> {

  /** Refuses a quantile that is not between 0 and 1. */
  public QuantileLimit {
    Level.checked(alpha);
    if (!(quantile > 0 && quantile < 1 && limit > 0)) {
      throw new IllegalArgumentException(
          "a quantile lies between 0 and 1 and its limit above 0, got " + quantile + ", " + limit);
    }
  }

  /** The counts of the last look used, and what every test remembers. */
  public record State(Histogram seen, Progress progress) {}

  /** The state before the first look, with one empty bucket; any bounds may follow. */
  @Override
  public State start() {
    return new State(Quantiles.NOTHING, Progress.START);
  }

  @Override
  public State miss(State state) {
    return new State(state.seen(), state.progress().missed());
  }

  @Override
  public State observe(State state, Histogram cumulative) {
    if (cumulative.total() == 0 || !Quantiles.canFollow(cumulative, state.seen())) {
      return miss(state);
    }
    double harmful = Quantiles.logEAbove(cumulative, limit, quantile);
    return new State(cumulative, state.progress().seen(harmful));
  }

  @Override
  public Evidence evidence(State state) {
    return state.progress().evidence(0);
  }

  @Override
  public Reading read(State state) {
    Evidence evidence = evidence(state);
    double harmless = Quantiles.logEBelow(state.seen(), limit, quantile);
    Outcome outcome = state.progress().outcome(harmless, alpha - evidence.spent());
    Interval interval = Quantiles.interval(state.seen(), quantile, alpha);
    return new Reading(outcome, evidence, harmless, state.seen().quantile(quantile), interval);
  }
}
