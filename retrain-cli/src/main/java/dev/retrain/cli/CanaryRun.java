package dev.retrain.cli;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Drives one rollout to its end by ticks of the loop and reports progress. All state is in the
 * store, so another process can continue.
 */
final class CanaryRun {

  private static final Duration PREPARING_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ManualDeployment deployment;
  private final Retrainer retrainer;
  private final Deployer deployer;
  private final PrintWriter progress;
  private final Clock clock;
  private String lastProblem = "";
  private boolean abandoned;
  private Instant answered;
  private Instant reported = Instant.EPOCH;

  CanaryRun(
      ManualDeployment deployment,
      Retrainer retrainer,
      Deployer deployer,
      PrintWriter progress,
      Clock clock) {
    this.deployment = deployment;
    this.retrainer = retrainer;
    this.deployer = deployer;
    this.progress = progress;
    this.clock = clock;
    this.answered = clock.instant();
  }

  /**
   * Ticks until the rollout has ended.
   *
   * @throws TransientFailure when the target has not answered for as long as a stage is observed
   */
  void toTheEnd() {
    while (tick() && deployment.isUnderWay()) {
      Optional<RolloutState> state = deployment.rollout();
      state.ifPresent(this::reportPeriodically);
      pause(state.filter(now -> now.stage() >= 0).isPresent());
    }
  }

  /** Returns why the version was not ready when it was last asked; empty if it was. */
  String lastProblem() {
    return lastProblem;
  }

  private synchronized boolean tick() {
    if (!abandoned) {
      retrainer.tick().stream()
          .filter(decision -> decision.kind() != Decision.Kind.HOLD)
          .forEach(decision -> report(decision.what() + ": " + decision.why()));
    }
    return !abandoned;
  }

  /** Gives the champion all traffic while no process judges; the next process takes it again. */
  synchronized void abandon() {
    abandoned = true;
    try {
      deployment
          .rollout()
          .flatMap(RolloutState::champion)
          .ifPresent(champion -> deployer.route(TrafficSplit.all(champion)));
      report("interrupted: the live version has all traffic. Run the same command to continue.");
    } catch (RetrainException e) {
      report("the traffic of the live version could not be restored: " + e.getMessage());
    }
  }

  private void reportPeriodically(RolloutState state) {
    Instant now = clock.instant();
    Duration often = state.stage() < 0 ? LONGEST_PAUSE : rollout().checkEvery();
    if (now.isBefore(reported.plus(often))) {
      return;
    }
    reported = now;
    try {
      Map<String, VersionHealth> health = deployer.health();
      answered = now;
      report(describe(state, health, deployer.split(), now));
    } catch (TransientFailure e) {
      if (now.isAfter(answered.plus(rollout().observe()))) {
        throw e;
      }
      report("the target does not answer: " + e.getMessage());
    }
  }

  private Rollout rollout() {
    return deployment.policy().rollout();
  }

  private void pause(boolean observing) {
    Duration check = rollout().checkEvery();
    Duration observed = check.compareTo(LONGEST_PAUSE) < 0 ? check : LONGEST_PAUSE;
    LockSupport.parkNanos((observing ? observed : PREPARING_PAUSE).toNanos());
  }

  private String describe(
      RolloutState state,
      Map<String, VersionHealth> health,
      Optional<TrafficSplit> traffic,
      Instant now) {
    String problem =
        health.getOrDefault(state.challenger(), VersionHealth.ABSENT).ready()
            ? ""
            : deployer.problem(state.challenger()).orElse("");
    lastProblem = problem;
    String share =
        traffic.map(split -> split.share(state.challenger()).toString()).orElse("no traffic");
    return share
        + state.stageBegan().map(start -> time(state, start, now)).orElse("")
        + ", "
        + describe(state.challenger(), health)
        + (problem.isEmpty() ? "" : " (" + problem + ")")
        + state.champion().map(old -> "; " + describe(old, health)).orElse("");
  }

  private String time(RolloutState state, Instant start, Instant now) {
    return state.paused().isPresent()
        ? ", paused"
        : ", "
            + Duration.between(start, now).toSeconds()
            + " s of "
            + rollout().observe().toSeconds()
            + " s";
  }

  private static String describe(String version, Map<String, VersionHealth> health) {
    return HealthDocument.describe(version, health.getOrDefault(version, VersionHealth.ABSENT));
  }

  private void report(String line) {
    progress.println(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    progress.flush();
  }
}
