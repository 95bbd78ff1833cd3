package dev.retrain.sequential;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;

/**
 * Tests a proportion of the canary alone against a fixed limit or a known history.
 *
 * <p>Exact for independent requests ({@link BernoulliMixture} has the papers). The time of day is
 * not corrected for: prefer {@link ProportionDifference} wherever the champion still has traffic.
 *
 * <p>Estimate and interval of a reading: the canary's own proportion.
 *
 * @param direction LOWER_IS_BETTER: the limit is a ceiling (error rate); HIGHER_IS_BETTER: a floor
 * @param limit the canary is harmful when shown to be worse than this
 * @param acceptable the canary is harmless when shown to be better than this; the limit itself, or
 *     a worse value
 * @param alpha probability of a false alarm over all looks
 * @param spent the part of alpha that the limit's own uncertainty has used, 0 for a plain limit
 */
public record ProportionLimit(
    Direction direction, double limit, double acceptable, double alpha, double spent)
    implements SequentialTest<EventCount, ProportionLimit.State> {

  /** Refuses limits that are not between 0 and 1. */
  public ProportionLimit {
    AlphaLevel.checked(alpha);
    if (!(limit > 0 && limit < 1 && acceptable > 0 && acceptable < 1)) {
      throw new IllegalArgumentException(
          "limits of a proportion lie between 0 and 1, got " + limit + " and " + acceptable);
    }
  }

  /** A fixed limit that both shows harm and, from the other side, its absence. */
  public static ProportionLimit fixed(Direction direction, double limit, double alpha) {
    return new ProportionLimit(direction, limit, limit, alpha, 0);
  }

  /**
   * A limit taken from counts of an earlier time: the history's rate, made worse by the margin and
   * by what the history leaves uncertain at {@code alpha / 10}.
   *
   * @throws IllegalArgumentException where history and margin leave no limit between 0 and 1
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

  /** The counts of the last look used, and what every test remembers. */
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
