package dev.retrain.cli;

import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.RequestQueue;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.phase.Deadlines;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.phase.RollingBack;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.state.StateStore;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Drives manual rollouts by ticks of the loop. */
final class ManualRollouts {

  private static final Duration PREPARING = Duration.ofMinutes(10);
  private static final Duration ROLLBACK_DEADLINE = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = 100_000_000;

  private final BackendOptions operated;
  private final Backend backend;
  private final StateStore store;
  private final Clock clock = Clock.systemUTC();

  ManualRollouts(BackendOptions operated, Backend backend, StateStore store) {
    this.operated = operated;
    this.backend = backend;
    this.store = store;
  }

  /** Returns the loop over one manual rollout. */
  Retrainer retrainer(ManualDeployment deployment) {
    Deadlines usual = Deadlines.DEFAULT;
    return Retrainer.on(backend)
        .registry(operated.registry(backend))
        .store(store)
        .clock(clock)
        .deadlines(new Deadlines(usual.submitting(), usual.running(), usual.judging(), PREPARING))
        .add(deployment.policy())
        .build();
  }

  /**
   * Submits a request and ticks, so that it is answered even if no process drives the rollout. A
   * rollback is driven to its end.
   *
   * @return the decisions that followed, as text
   */
  List<String> request(ManualDeployment deployment, RetrainingRequest.Verb verb, String reason) {
    long before = last(deployment.log(0));
    new RequestQueue(store)
        .put(
            deployment.policy().name(),
            RequestSubmission.of(verb, RetrainMode.FULL, reason, Optional.empty()));
    @SuppressWarnings("resource") // closing it would close backend and store
    Retrainer retrainer = retrainer(deployment);
    retrainer.tick();
    Instant deadline = clock.instant().plus(ROLLBACK_DEADLINE);
    while (isRollingBack(deployment) && clock.instant().isBefore(deadline)) {
      LockSupport.parkNanos(PAUSE_NANOS);
      retrainer.tick();
    }
    return deployment.log(before).stream()
        .map(LogEntry::decision)
        .filter(decision -> decision.kind() != Decision.Kind.HOLD)
        .map(decision -> decision.what() + ": " + decision.why())
        .toList();
  }

  private static boolean isRollingBack(ManualDeployment deployment) {
    return deployment.phase().filter(RollingBack.class::isInstance).isPresent();
  }

  private static long last(List<LogEntry> log) {
    return log.isEmpty() ? 0 : log.get(log.size() - 1).sequence();
  }
}
