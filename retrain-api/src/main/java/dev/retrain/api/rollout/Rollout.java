package dev.retrain.api.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Shape;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Percent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a promoted version reaches users. Data only: the rollout engine acts on it.
 *
 * @param strategy how traffic moves
 * @param observe how long each stage is observed, above 0
 * @param checkEvery how often health is checked, above 0 and at most {@code observe}
 * @param warmUp how long after a traffic change nothing is counted, not negative
 * @param minimumRequests the challenger must have answered in a stage before it may pass
 * @param rules when the challenger is rolled back
 * @param falseRollback the probability, over the whole rollout and all rules, of rolling back a
 *     challenger that is not worse; between 0 and 1
 * @param whenInconclusive what happens when a stage's time is over and the evidence is not enough
 * @param whenNoTraffic what happens when a stage's time is over and the challenger answered fewer
 *     requests than {@code minimumRequests}
 * @param rollbackWindow how long a rollback remains possible after promotion, for labels that
 *     arrive late; empty where only the stages are judged
 */
public record Rollout(
    Strategy strategy,
    Duration observe,
    Duration checkEvery,
    Duration warmUp,
    long minimumRequests,
    List<RollbackRule> rules,
    Fraction falseRollback,
    WhenInconclusive whenInconclusive,
    WhenNoTraffic whenNoTraffic,
    Optional<RollbackWindow> rollbackWindow) {

  /** What happens when a stage's time is over and the evidence is not enough. */
  public enum WhenInconclusive {
    /** Proceed: no harm was shown. */
    PROCEED,
    /** Observe the stage once more, then roll back. */
    EXTEND_ONCE,
    /** Roll back: no safety was shown. */
    ROLL_BACK
  }

  /**
   * What happens when a stage's time is over and the challenger answered fewer requests than the
   * minimum. A stage without traffic shows neither harm nor safety.
   */
  public enum WhenNoTraffic {
    /** Observes the stage once more, then rolls back; the default. */
    EXTEND_ONCE,
    /** Rolls back at once. */
    ROLL_BACK,
    /** Proceeds without evidence. */
    PROCEED
  }

  private static final Duration DEFAULT_OBSERVATION = Duration.ofMinutes(30);
  private static final Duration DEFAULT_CHECK = Duration.ofMinutes(1);
  private static final Fraction DEFAULT_FALSE_ROLLBACK = new Fraction(0.05);

  /** Checks the ranges and copies the rules. */
  public Rollout {
    requireNonNull(strategy);
    requireNonNull(whenInconclusive);
    requireNonNull(whenNoTraffic);
    requireNonNull(rollbackWindow);
    rules = List.copyOf(rules);
    if (observe.isNegative() || observe.isZero()) {
      throw new IllegalArgumentException("the observation time must be above 0, is " + observe);
    }
    if (checkEvery.isNegative() || checkEvery.isZero() || checkEvery.compareTo(observe) > 0) {
      throw new IllegalArgumentException(
          "checks must come at least once in the observation time of "
              + observe
              + ", not every "
              + checkEvery);
    }
    if (warmUp.isNegative()) {
      throw new IllegalArgumentException("the warm-up must not be negative, is " + warmUp);
    }
    if (minimumRequests < 0) {
      throw new IllegalArgumentException("the minimum of requests must not be negative");
    }
    if (falseRollback.value() <= 0 || falseRollback.value() >= 1) {
      throw new IllegalArgumentException(
          "the probability of a false rollback must lie between 0 and 1, is " + falseRollback);
    }
  }

  /**
   * Returns the default: an A/B test keeps the champion unless a winner is shown, other strategies
   * proceed unless harm is shown.
   */
  static WhenInconclusive defaultFor(Strategy strategy) {
    return strategy instanceof Strategy.AbTest
        ? WhenInconclusive.ROLL_BACK
        : WhenInconclusive.PROCEED;
  }

  private static Rollout of(Strategy strategy) {
    return new Rollout(
        strategy,
        DEFAULT_OBSERVATION,
        DEFAULT_CHECK,
        Duration.ZERO,
        1,
        List.of(),
        DEFAULT_FALSE_ROLLBACK,
        defaultFor(strategy),
        WhenNoTraffic.EXTEND_ONCE,
        Optional.empty());
  }

  /** Returns a rollout that moves all traffic at once. */
  public static Rollout allAtOnce() {
    return of(new Strategy.AllAtOnce());
  }

  /**
   * Returns a rollout in growing shares; all traffic follows the last one.
   *
   * @param stages the challenger's shares, strictly growing, above 0
   */
  public static Rollout canary(Percent... stages) {
    return of(new Strategy.Canary(Arrays.asList(stages)));
  }

  /**
   * Returns a rollout in equal steps.
   *
   * @param step the share added each time, above 0
   * @param interval between two steps, above 0; each stage is observed as long
   */
  public static Rollout linear(Percent step, Duration interval) {
    return of(new Strategy.Linear(step, interval)).observe(interval);
  }

  /**
   * Returns a rollout that switches all traffic and keeps the champion ready for a rollback.
   *
   * @param keep how long the champion stays ready, above 0
   */
  public static Rollout blueGreen(Duration keep) {
    return of(new Strategy.BlueGreen(keep));
  }

  /**
   * Returns a rollout with a fixed split and a winner at the end. Without one the champion stays,
   * unless {@link #whenInconclusive} is set.
   */
  public static Rollout abTest(Percent share, String metric) {
    return of(new Strategy.AbTest(share, metric));
  }

  /**
   * Returns a rollout that first copies requests to the challenger and drops its answers.
   *
   * @param share of live requests that are copied, above 0
   */
  public static Rollout shadow(Percent share) {
    return of(new Strategy.Shadow(share));
  }

  /** Returns a copy with another observation time; checks come at least ten times in it. */
  public Rollout observe(Duration time) {
    Duration tenth = time.dividedBy(10);
    Duration check =
        tenth.compareTo(checkEvery) < 0 && !tenth.isZero() && !tenth.isNegative()
            ? tenth
            : checkEvery;
    return new Rollout(
        strategy,
        time,
        check,
        warmUp,
        minimumRequests,
        rules,
        falseRollback,
        whenInconclusive,
        whenNoTraffic,
        rollbackWindow);
  }

  /** Returns a copy with another check interval. */
  public Rollout checkEvery(Duration interval) {
    return new Rollout(
        strategy,
        observe,
        interval,
        warmUp,
        minimumRequests,
        rules,
        falseRollback,
        whenInconclusive,
        whenNoTraffic,
        rollbackWindow);
  }

  /** Returns a copy with a warm-up. */
  public Rollout warmUp(Duration time) {
    return new Rollout(
        strategy,
        observe,
        checkEvery,
        time,
        minimumRequests,
        rules,
        falseRollback,
        whenInconclusive,
        whenNoTraffic,
        rollbackWindow);
  }

  /** Returns a copy with another minimum of requests per stage. */
  public Rollout minimumRequests(long requests) {
    return new Rollout(
        strategy,
        observe,
        checkEvery,
        warmUp,
        requests,
        rules,
        falseRollback,
        whenInconclusive,
        whenNoTraffic,
        rollbackWindow);
  }

  /** Returns a copy with these rules in place of earlier ones. */
  public Rollout rollbackIf(RollbackRule... others) {
    return new Rollout(
        strategy,
        observe,
        checkEvery,
        warmUp,
        minimumRequests,
        Arrays.asList(others),
        falseRollback,
        whenInconclusive,
        whenNoTraffic,
        rollbackWindow);
  }

  /** Returns a copy with another probability of a false rollback. */
  public Rollout falseRollback(Fraction probability) {
    return new Rollout(
        strategy,
        observe,
        checkEvery,
        warmUp,
        minimumRequests,
        rules,
        probability,
        whenInconclusive,
        whenNoTraffic,
        rollbackWindow);
  }

  /** Returns a copy with another policy for evidence that is not enough. */
  public Rollout whenInconclusive(WhenInconclusive policy) {
    return new Rollout(
        strategy,
        observe,
        checkEvery,
        warmUp,
        minimumRequests,
        rules,
        falseRollback,
        policy,
        whenNoTraffic,
        rollbackWindow);
  }

  /** Returns a copy with another policy for stages with fewer requests than the minimum. */
  public Rollout whenNoTraffic(WhenNoTraffic policy) {
    return new Rollout(
        strategy,
        observe,
        checkEvery,
        warmUp,
        minimumRequests,
        rules,
        falseRollback,
        whenInconclusive,
        policy,
        rollbackWindow);
  }

  /**
   * Returns a copy in which a rollback remains possible after promotion, for labels that arrive
   * late. Stages then pass on what is known at once, and rules on outcomes are tested until the new
   * champion has enough labels or the window is over.
   *
   * @param window how long labels take to arrive, above 0
   * @param labels how many labels of the new champion are enough, at least 1
   */
  public Rollout rollbackWindow(Duration window, long labels) {
    return new Rollout(
        strategy,
        observe,
        checkEvery,
        warmUp,
        minimumRequests,
        rules,
        falseRollback,
        whenInconclusive,
        whenNoTraffic,
        Optional.of(new RollbackWindow(window, labels)));
  }

  /** Returns the document form. */
  public static Shape<Rollout> shape() {
    return RolloutShape.SHAPE;
  }
}
