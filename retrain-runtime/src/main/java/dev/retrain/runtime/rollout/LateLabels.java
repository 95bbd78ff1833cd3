package dev.retrain.runtime.rollout;

import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.RollbackWindow;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.sequential.TestOutcome;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a rollout does about labels that come after its stages are over. */
final class LateLabels {

  /** Looks in a window of weeks need not come every minute. */
  private static final int LOOKS_IN_WINDOW = 1000;

  private final Optional<RollbackWindow> armed;
  private final long leastRows;
  private final Duration checkEvery;
  private final Set<String> metrics;
  private final Set<String> rules;

  LateLabels(Rollout rollout, StageSequence course) {
    this.armed = course.armed();
    this.leastRows = course.batches() ? Math.max(1, rollout.minimumRequests()) : 0;
    this.checkEvery = rollout.checkEvery();
    this.metrics =
        rollout.rules().stream()
            .filter(RollbackRule.Drop.class::isInstance)
            .map(rule -> ((RollbackRule.Drop) rule).metric().name())
            .collect(Collectors.toUnmodifiableSet());
    this.rules =
        rollout.rules().stream()
            .filter(RollbackRule.Drop.class::isInstance)
            .map(RollbackRule::toString)
            .collect(Collectors.toUnmodifiableSet());
  }

  boolean areAwaited() {
    return armed.isPresent() && (leastRows > 0 || !metrics.isEmpty());
  }

  /** Whether a rule without figures is no reason against a stage: it is judged after promotion. */
  boolean comeLater(RuleReading reading) {
    return areAwaited()
        && rules.contains(reading.rule())
        && reading.outcome() == TestOutcome.NO_DATA
        && !reading.description().is(RuleDescription.Trait.DECIDES);
  }

  /** How often the rules look after promotion. */
  Duration every() {
    Duration part = armed.map(a -> a.window().dividedBy(LOOKS_IN_WINDOW)).orElse(Duration.ZERO);
    return part.compareTo(checkEvery) > 0 ? part : checkEvery;
  }

  /**
   * The retired champion's record is all that it had when the first label of the new champion came:
   * what it is held against must not move once the test has begun.
   */
  RolloutState withHistory(RolloutState state, RolloutObservation seen) {
    String old = state.champion().orElseThrow();
    return known(state.tally(state.challenger()).stage()) > 0 || !seen.health().containsKey(old)
        ? state
        : state.counted(seen.count(state, false)).withHistoryOf(old);
  }

  /** The end of the window, or of its need; empty while labels are awaited. */
  Optional<RolloutStep> settled(InterimLook look) {
    RollbackWindow terms = armed.orElseThrow();
    RolloutState state = look.state();
    long labels = known(look.figures().canary().stage());
    boolean over =
        state
            .stageBegan()
            .map(began -> !look.seen().now().isBefore(began.plus(terms.window())))
            .orElse(false);
    long rows = look.figures().canary().stage().requests();
    if (rows >= leastRows && (metrics.isEmpty() || labels >= terms.labels())) {
      String came = leastRows > 0 ? "the next batch of " + rows + " rows came with " : "";
      return Optional.of(
          new RolloutStep.Disarm(
              came + labels + " labels" + (leastRows > 0 ? "; " : " came; ") + look.why(),
              look.evidence().toNode()));
    }
    return over
        ? Optional.of(
            new RolloutStep.Disarm(
                "the window of "
                    + terms.window()
                    + " is over with "
                    + labels
                    + " of "
                    + terms.labels()
                    + " labels; "
                    + look.why(),
                look.evidence().toNode()))
        : Optional.empty();
  }

  /** Labels known in every metric the rules need. */
  private long known(VersionHealth counted) {
    return metrics.stream()
        .mapToLong(metric -> RuleInputs.outcome(counted, metric).count())
        .min()
        .orElse(0);
  }
}
