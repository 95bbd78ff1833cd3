package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.runtime.rollout.RolloutJudge;
import dev.retrain.runtime.rollout.RolloutSeen;
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.runtime.rollout.RolloutStep;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Carries one rollout to its end by the judge of the loop: look, judge, act, wait. */
final class CanaryRun {

  /** How it ended. */
  enum End {
    PROMOTED,
    ROLLED_BACK,
    INCONCLUSIVE
  }

  /**
   * The end and its reason.
   *
   * @param seen the figures at the last look
   */
  record Verdict(End end, String rule, String why, Node.Mapping seen) {}

  private static final Duration PREPARING = Duration.ofMinutes(10);
  private static final Duration PREPARING_PAUSE = Duration.ofMillis(200);
  private static final String INCONCLUSIVE = "rollback: inconclusive";

  private final ApprovedModel model;
  private final Optional<String> champion;
  private final LiveVersions live;
  private final Rollout rollout;
  private final RolloutJudge judge;
  private final PrintWriter progress;
  private final Clock clock;
  private RolloutState state;

  CanaryRun(
      ApprovedModel model,
      Optional<String> champion,
      LiveVersions live,
      Rollout rollout,
      PrintWriter progress) {
    this.model = model;
    this.champion = champion;
    this.live = live;
    this.rollout = rollout;
    this.judge = new RolloutJudge(rollout);
    this.progress = progress;
    this.clock = Clock.systemUTC();
    this.state = RolloutState.begin(version(), champion);
  }

  private String version() {
    return model.version().version();
  }

  /**
   * Looks until the judge has decided.
   *
   * @throws TransientFailure when the target has not answered for as long as a stage is observed
   */
  Verdict toTheEnd() {
    Instant began = clock.instant();
    Instant answered = began;
    while (true) {
      try {
        Instant now = clock.instant();
        RolloutSeen seen =
            new RolloutSeen(now, live.deployer().health(), live.deployer().traffic());
        answered = now;
        Verdict verdict = look(seen, began);
        if (verdict != null) {
          return verdict;
        }
      } catch (TransientFailure e) {
        if (clock.instant().isAfter(answered.plus(rollout.observe()))) {
          throw e;
        }
        tell("the target does not answer: " + e.getMessage());
      }
      pause();
    }
  }

  private @Nullable Verdict look(RolloutSeen seen, Instant began) {
    tell(words(seen.health(), seen.traffic()));
    RolloutStep step = judge.next(state, seen);
    if (step instanceof RolloutStep.Promote yes) {
      live.promote(version(), champion);
      return new Verdict(End.PROMOTED, "rollout", yes.why(), yes.seen());
    } else if (step instanceof RolloutStep.RollBack no) {
      return sentBack(no.rule(), no.why(), no.seen());
    }
    if (state.stage() < 0 && seen.now().isAfter(began.plus(PREPARING))) {
      return sentBack(
          "deadline: preparing", "it was not ready to answer within " + PREPARING, empty());
    }
    act(step);
    return null;
  }

  private static Node.Mapping empty() {
    return Node.of(Map.of());
  }

  private void act(RolloutStep step) {
    if (step instanceof RolloutStep.Prepare prepare) {
      live.deployer().prepare(model);
      state = prepare.next();
    } else if (step instanceof RolloutStep.Route route) {
      live.deployer().route(route.split());
      state = route.next();
    } else if (step instanceof RolloutStep.Begin begin) {
      tell(begin.what() + ": " + begin.why());
      live.deployer().route(begin.split());
      state = begin.next();
    } else if (step instanceof RolloutStep.Wait wait) {
      state = wait.next();
    }
  }

  private Verdict sentBack(String rule, String why, Node.Mapping seen) {
    champion.ifPresent(good -> live.restore(version(), good));
    return new Verdict(
        rule.equals(INCONCLUSIVE) ? End.INCONCLUSIVE : End.ROLLED_BACK, rule, why, seen);
  }

  /** Gives the champion its traffic back when nobody is left to judge. */
  void abandon() {
    try {
      champion.ifPresent(good -> live.deployer().route(TrafficSplit.all(good)));
    } catch (RetrainException e) {
      tell("version " + champion.orElse("") + " could not get its traffic back: " + e.getMessage());
    }
  }

  private void pause() {
    LockSupport.parkNanos((state.stage() < 0 ? PREPARING_PAUSE : rollout.checkEvery()).toNanos());
  }

  private String words(Map<String, VersionHealth> health, Optional<TrafficSplit> traffic) {
    String share = traffic.map(split -> split.share(version()).toString()).orElse("no traffic");
    return share
        + ", "
        + HealthDocument.words(version(), health.getOrDefault(version(), VersionHealth.ABSENT))
        + champion
            .map(
                old ->
                    "; "
                        + HealthDocument.words(old, health.getOrDefault(old, VersionHealth.ABSENT)))
            .orElse("");
  }

  private void tell(String line) {
    progress.println(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    progress.flush();
  }
}
