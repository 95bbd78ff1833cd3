package dev.retrain.sequential;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;

/**
 * Tests a proportion of the canary alone against a fixed limit or a known history.
 *
 * <p>Exact for independent requests ({@link BernoulliMixture} has the papers). Variation with the
 * time of day is not corrected for: prefer {@link ProportionDifference} while the champion still
 * has traffic.
 *
 * <p>Estimate and interval of a reading: the canary's own proportion.
 *
 * @param direction LOWER_IS_BETTER: the limit is a maximum (error rate); HIGHER_IS_BETTER: a
 *     minimum
 * @param limit the canary is HARMFUL when shown to be worse than this
 * @param acceptable the canary is HARMLESS when shown to be better than this; the limit itself, or
 *     a worse value
 * @param alpha probability of a false alarm over all looks
 * @param spent the part of alpha that the limit's own uncertainty has used, 0 for a plain limit
 */
public record ProportionLimit(
    Direction direction, double limit, double acceptable, double alpha, double spent)
    implements SequentialTest<EventCount, ProportionLimit.State> {

  /** Rejects limits that are not between 0 and 1. */
  public ProportionLimit {
    AlphaLevel.checked(alpha);
    if (!(limit > 0 && limit < 1 && acceptable > 0 && acceptable < 1)) {
      throw new IllegalArgumentException(
          "limits of a proportion must lie between 0 and 1, got " + limit + " and " + acceptable);
    }
  }

  /** Returns a test against one limit, which separates HARMFUL from HARMLESS. */
  public static ProportionLimit fixed(Direction direction, double limit, double alpha) {
    return new ProportionLimit(direction, limit, limit, alpha, 0);
  }

  /**
   * Returns a test against a limit derived from earlier counts: their rate, made worse by the
   * margin and by its own confidence bound at {@code alpha / 10}.
   *
   * @throws IllegalArgumentException if history and margin give no limit between 0 and 1
   */
  public static ProportionLimit history(
      Direction direction, EventCount history, Margin margin, double alpha) {
    double level = AlphaLevel.champion(alpha);
    double rate =
        direction == Direction.LOWER_IS_BETTER
            ? BernoulliMixture.upper(history, level)
            : BernoulliMixture.lower(history, level);
    double limit = Harm.worst(margin, rate, direction);
    return new ProportionLimit(direction, limit, limit, alpha, level);
  }

  /** Holds the counts of the last look used, and the state that every test keeps. */
  public record State(EventCount seen, TestProgress progress) {}

  @Override
  public State start() {
    return new State(EventCount.ZERO, TestProgress.START);
  }

  @Override
  public State miss(State state) {
    return new State(state.seen(), state.progress().missed());
  }

  @Override
  public State observe(State state, EventCount cumulative) {
    if (cumulative.total() == 0 || !cumulative.canFollow(state.seen())) {
      return miss(state);
    }
    double harmful = BernoulliMixture.logEAbove(failures(cumulative), failureRate(limit));
    return new State(cumulative, state.progress().seen(harmful));
  }

  @Override
  public HarmEvidence evidence(State state) {
    return state.progress().evidence(spent);
  }

  @Override
  public TestReading read(State state) {
    HarmEvidence evidence = evidence(state);
    double harmless = BernoulliMixture.logEBelow(failures(state.seen()), failureRate(acceptable));
    EventCount seen = state.seen();
    ConfidenceInterval interval =
        new ConfidenceInterval(
            BernoulliMixture.lower(seen, alpha), BernoulliMixture.upper(seen, alpha));
    TestOutcome outcome = state.progress().outcome(harmless, alpha - evidence.spent());
    return new TestReading(outcome, evidence, harmless, seen.rate(), interval);
  }

  private EventCount failures(EventCount count) {
    return direction == Direction.LOWER_IS_BETTER ? count : count.complement();
  }

  private double failureRate(double rate) {
    return direction == Direction.LOWER_IS_BETTER ? rate : 1 - rate;
  }
}
