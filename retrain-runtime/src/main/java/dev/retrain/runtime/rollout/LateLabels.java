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

/** Tests labels that arrive after the stages of terms rollout are over. */
final class LateLabels {

  /** Limits the number of looks in terms window of weeks. */
  private static final int LOOKS_IN_WINDOW = 1000;

  private final Optional<RollbackWindow> window;
  private final long minimumRows;
  private final Duration checkEvery;
  private final Set<String> metrics;
  private final Set<String> rules;

  LateLabels(Rollout rollout, StageSequence stages) {
    this.window = stages.rollbackWindow();
    this.minimumRows = stages.batches() ? Math.max(1, rollout.minimumRequests()) : 0;
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
    return window.isPresent() && (minimumRows > 0 || !metrics.isEmpty());
  }

  /**
   * Returns whether terms rule without figures may pass terms stage, because it is tested after
   * promotion.
   */
  boolean arriveLater(RuleReading reading) {
    return areAwaited()
        && rules.contains(reading.rule())
        && reading.outcome() == TestOutcome.NO_DATA
        && !reading.description().is(RuleDescription.Trait.DECIDES);
  }

  /** Returns the time between looks after promotion. */
  Duration interval() {
    Duration part =
        window.map(terms -> terms.window().dividedBy(LOOKS_IN_WINDOW)).orElse(Duration.ZERO);
    return part.compareTo(checkEvery) > 0 ? part : checkEvery;
  }

  /**
   * Fixes the history of the retired champion when the first label of the new champion arrives: the
   * reference of terms test must not change once the test has started.
   */
  RolloutState withHistory(RolloutState state, RolloutObservation seen) {
    String old = state.champion().orElseThrow();
    return known(state.counts(state.challenger()).stage()) > 0 || !seen.health().containsKey(old)
        ? state
        : state.counted(seen.count(state, false)).withHistoryOf(old);
  }

  /** Returns the end of the window, or of its purpose; empty while labels are awaited. */
  Optional<RolloutStep> settled(InterimLook look) {
    RollbackWindow terms = window.orElseThrow();
    RolloutState state = look.state();
    long labels = known(look.figures().canary().stage());
    boolean over =
        state
            .stageBegan()
            .map(began -> !look.observation().now().isBefore(began.plus(terms.window())))
            .orElse(false);
    long rows = look.figures().canary().stage().requests();
    if (rows >= minimumRows && (metrics.isEmpty() || labels >= terms.labels())) {
      String prefix = minimumRows > 0 ? "the next batch of " + rows + " rows has " : "";
      return Optional.of(
          new RolloutStep.Disarm(
              prefix + labels + " labels" + (minimumRows > 0 ? "; " : " arrived; ") + look.why(),
              look.evidence().toNode()));
    }
    return over
        ? Optional.of(
            new RolloutStep.Disarm(
                "the window of "
                    + terms.window()
                    + " ended with "
                    + labels
                    + " of "
                    + terms.labels()
                    + " labels; "
                    + look.why(),
                look.evidence().toNode()))
        : Optional.empty();
  }

  /** Returns the number of labels known in interval metric that the rules require. */
  private long known(VersionHealth counted) {
    return metrics.stream()
        .mapToLong(metric -> RuleInputs.outcome(counted, metric).count())
        .min()
        .orElse(0);
  }
}
