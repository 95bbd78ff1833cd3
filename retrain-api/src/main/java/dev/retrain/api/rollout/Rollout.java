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
 * @param strategy in which steps traffic moves
 * @param observe how long each stage is observed, above 0
 * @param checkEvery how often health is looked at, above 0 and at most {@code observe}
 * @param warmUp how long after a traffic change nothing is counted, not negative
 * @param minimumRequests the challenger must have answered in a stage before it may pass
 * @param rules what sends the challenger back
 * @param falseRollback the probability, over the whole rollout and all rules, of sending back a
 *     challenger that is not worse; between 0 and 1
 * @param whenInconclusive what happens when a stage's time is over and the evidence is not enough
 * @param rollbackWindow how long the way back stays open after promotion, for labels that come
 *     late; empty where stages are all that is judged
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
    Optional<RollbackWindow> rollbackWindow) {

  /** What happens when a stage's time is over and the evidence is not enough. */
  public enum WhenInconclusive {
    /** Go on: no harm was shown. */
    PROCEED,
    /** Observe the stage once more, then go back. */
    EXTEND_ONCE,
    /** Go back: no safety was shown. */
    ROLL_BACK
  }

  private static final Duration DEFAULT_OBSERVATION = Duration.ofMinutes(30);
  private static final Duration DEFAULT_CHECK = Duration.ofMinutes(1);
  private static final Fraction DEFAULT_FALSE_ROLLBACK = new Fraction(0.05);

  /** Checks the ranges and copies the rules. */
  public Rollout {
    requireNonNull(strategy);
    requireNonNull(whenInconclusive);
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

  /** An A/B test keeps the champion unless a winner is shown; others go on unless harm is shown. */
  static WhenInconclusive unlessSaid(Strategy strategy) {
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
        unlessSaid(strategy),
        Optional.empty());
  }

  /** Everything at once. */
  public static Rollout allAtOnce() {
    return of(new Strategy.AllAtOnce());
  }

  /** Growing shares; all traffic follows the last one. */
  public static Rollout canary(Percent... stages) {
    return of(new Strategy.Canary(Arrays.asList(stages)));
  }

  /** Equal steps. */
  public static Rollout linear(Percent step, Duration interval) {
    return of(new Strategy.Linear(step, interval)).observe(interval);
  }

  /** A switch, with the champion kept ready for the way back. */
  public static Rollout blueGreen(Duration keep) {
    return of(new Strategy.BlueGreen(keep));
  }

  /**
   * A fixed split with a winner at the end. Without one the champion stays, unless {@link
   * #whenInconclusive} says otherwise.
   */
  public static Rollout abTest(Percent share, String metric) {
    return of(new Strategy.AbTest(share, metric));
  }

  /** Copied requests whose answers are dropped. */
  public static Rollout shadow(Percent share) {
    return of(new Strategy.Shadow(share));
  }

  /** The same with another observation time; checks come at least ten times in it. */
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
        rollbackWindow);
  }

  /** The same with another check interval. */
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
        rollbackWindow);
  }

  /** The same with a warm-up. */
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
        rollbackWindow);
  }

  /** The same with another minimum of requests per stage. */
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
        rollbackWindow);
  }

  /** The same with these rules in place of earlier ones. */
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
        rollbackWindow);
  }

  /** The same with another probability of a false rollback. */
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
        rollbackWindow);
  }

  /** The same with another policy for evidence that is not enough. */
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
        rollbackWindow);
  }

  /**
   * The same with the way back kept open after promotion, for labels that come late. Stages are
   * then passed on what is known at once, and rules on outcomes go on being tested until the new
   * champion has so many labels or the window is over.
   *
   * @param window how long labels take to come, above 0
   * @param labels of the new champion that are enough, at least 1
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
        Optional.of(new RollbackWindow(window, labels)));
  }

  /** The document form. */
  public static Shape<Rollout> shape() {
    return RolloutShape.SHAPE;
  }
}
