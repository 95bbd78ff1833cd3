package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.ADOPTED;
import static dev.retrain.api.retraining.Decision.Kind.HALTED;
import static dev.retrain.api.retraining.Decision.Kind.HOLD;
import static dev.retrain.api.retraining.Decision.Kind.PROMOTED;
import static dev.retrain.api.retraining.Decision.Kind.REFUSED;
import static dev.retrain.api.retraining.Decision.Kind.REJECTED;
import static dev.retrain.api.retraining.Decision.Kind.RESUMED;
import static dev.retrain.api.retraining.Decision.Kind.RETRAIN;
import static dev.retrain.api.retraining.Decision.Kind.ROLLED_BACK;
import static dev.retrain.api.retraining.Decision.Kind.ROLLOUT_STARTED;
import static dev.retrain.api.retraining.Decision.Kind.RUN_FAILED;
import static dev.retrain.api.retraining.Decision.Kind.RUN_SUCCEEDED;
import static dev.retrain.api.retraining.Decision.Kind.STAGE;
import static dev.retrain.api.retraining.Decision.Kind.SUBMITTED;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.api.retraining.RetrainMode.IMMEDIATE;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetrainerTest {

  private static Retraining.Builder daily() {
    return Scene.policy().when(cron("0 3 * * *"), BATCH);
  }

  private static Retraining.Builder canaried() {
    return Scene.policy()
        .when(flag("force_retrain"), FULL)
        .rollout(Scene.carefully())
        .to(Scene.ENDPOINT);
  }

  @Test
  void retrainsJudgesAndPromotesAtTheTimeOfTheCron() {
    Scene scene = new Scene(daily());
    scene.backend.nextRun(RunScript.succeeds(Map.of("auc", 0.7)).after(Duration.ofHours(1)));

    scene.tick();
    scene.every(Duration.ofHours(1), 5);

    assertThat(scene.kinds())
        .containsExactly(RETRAIN, SUBMITTED, RUN_SUCCEEDED, ROLLOUT_STARTED, PROMOTED);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.phase()).isEqualTo("idle");
    assertThat(scene.backend.submissions()).hasSize(1);
    assertThat(scene.backend.submissions().get(0).reason())
        .isEqualTo("it is time: 2001-01-01T03:00:00Z");
  }

  @Test
  void logsAHoldOnceUntilItsReasonChanges() {
    Scene scene = new Scene(daily());

    scene.tick();
    scene.every(Duration.ofMinutes(10), 12);

    assertThat(scene.log()).extracting(Decision::kind).containsExactly(HOLD);
  }

  @Test
  void aFlagFlippedOnceIsOneRunHoweverOftenItIsLookedAt() {
    Scene scene = new Scene(canaried()).withChampion();
    scene.every(Duration.ofHours(1), 10);
    assertThat(scene.backend.submissions()).hasSize(1);

    scene.flags.set("force_retrain", false);
    scene.tick();
    scene.flags.set("force_retrain", true);
    scene.every(Duration.ofHours(1), 10);

    assertThat(scene.backend.submissions()).hasSize(2);
  }

  @Test
  void aHealthyCanaryIsPromotedAfterItsStage() {
    Scene scene = new Scene(canaried()).withChampion();
    retrain(scene);
    scene.endpoint().answered("2", 1000, 3, Duration.ofMillis(20));
    scene.endpoint().answered("1", 19_000, 60, Duration.ofMillis(20));
    scene.every(Duration.ofMinutes(10), 5);

    assertThat(scene.kinds())
        .endsWith(RETRAIN, SUBMITTED, RUN_SUCCEEDED, ROLLOUT_STARTED, STAGE, PROMOTED);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
    assertThat(scene.alias(ModelRegistry.PREVIOUS)).contains("1");
    assertThat(scene.endpoint().calls())
        .containsExactly(
            "prepare 1", "route 1: 100 %", "prepare 2", "route 1: 95 %, 2: 5 %", "route 2: 100 %");
  }

  @Test
  void aCanaryThatErrsIsSentBackAndNamedInTheLog() {
    Scene scene = new Scene(canaried()).withChampion();
    retrain(scene);
    scene.every(Duration.ofMinutes(1), 2);
    scene.endpoint().answered("2", 100, 40, Duration.ofMillis(20));
    scene.every(Duration.ofMinutes(1), 2);

    Decision back = scene.last(ROLLED_BACK);
    assertThat(back.rule()).isEqualTo("rollback: error rate above 0.05");
    assertThat(back.why())
        .startsWith("the error rate is 0.4, ")
        .endsWith(": 0.265 to 0.545; at most 0.05 is allowed");
    assertThat(back.version()).contains("2");
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.alias(ModelRegistry.CHALLENGER)).isEmpty();
    assertThat(scene.endpoint().calls()).endsWith("route 1: 100 %", "retire 2");
    assertThat(scene.phase()).isEqualTo("idle");
  }

  private static void retrain(Scene scene) {
    scene.flags.set("force_retrain", false);
    scene.every(Duration.ofMinutes(1), 1);
    scene.flags.set("force_retrain", true);
    scene.every(Duration.ofMinutes(1), 1);
  }

  @Test
  void aGateThatSaysNoIsARejectionAndNothingIsDeployed() {
    Scene scene = new Scene(daily());
    scene.backend.nextRun(
        RunScript.rejects(Map.of("auc", 0.55), "auc at least 0.6 does not hold (0.55)"));
    scene.tick();
    scene.every(Duration.ofHours(1), 4);

    assertThat(scene.kinds()).containsExactly(RETRAIN, SUBMITTED, REJECTED);
    assertThat(scene.last(REJECTED).why()).contains("0.55");
    assertThat(scene.alias(ModelRegistry.CHAMPION)).isEmpty();
  }

  @Test
  void rejectionsBackOffAndThenHalt() {
    Scene scene =
        new Scene(
            Scene.policy().when(metric("auc").below(0.6), IMMEDIATE).cooldown(Duration.ofDays(1)));
    for (int i = 0; i < 10; i++) {
      scene.backend.nextRun(RunScript.rejects(Map.of("auc", 0.55), "not good enough"));
    }
    for (int hour = 0; hour < 90 * 24; hour++) {
      scene.metrics.put("auc", scene.clock.instant(), 0.5);
      scene.every(Duration.ofHours(1), 1);
    }

    assertThat(scene.backend.submissions()).hasSize(4);
    assertThat(scene.kinds().stream().filter(k -> k == HALTED)).hasSize(1);
    assertThat(scene.last(HALTED).why())
        .isEqualTo("retraining does not help: 4 challengers in a row were refused");
    assertThat(scene.phase()).isEqualTo("halted");
  }

  @Test
  void aHaltedRetrainingGoesOnWhenSomebodyResumesIt() {
    Scene scene = new Scene(daily().giveUpAfter(1));
    scene.backend.nextRun(RunScript.rejects(Map.of(), "no"));
    scene.tick();
    scene.every(Duration.ofHours(1), 4);
    assertThat(scene.phase()).isEqualTo("halted");

    scene.retrainer.requests().put(Scene.NAME, request(scene, RetrainingRequest.Verb.RESUME));
    scene.every(Duration.ofHours(1), 24);

    assertThat(scene.kinds())
        .containsSubsequence(HALTED, RESUMED, RETRAIN, SUBMITTED, RUN_SUCCEEDED, PROMOTED);
    assertThat(scene.retrainer.requests().waiting(Scene.NAME)).isEmpty();
  }

  private static RetrainingRequest request(Scene scene, RetrainingRequest.Verb verb) {
    return new RetrainingRequest("r-" + verb, verb, FULL, "somebody asked", scene.clock.instant());
  }

  @Test
  void aPersonMayAskForARunInTheCoolDown() {
    Scene scene = new Scene(daily().cooldown(Duration.ofDays(20)));
    scene.tick();
    scene.every(Duration.ofHours(1), 5);

    scene.retrainer.requests().put(Scene.NAME, request(scene, RetrainingRequest.Verb.RETRAIN));
    scene.every(Duration.ofHours(1), 2);

    assertThat(scene.backend.submissions()).hasSize(2);
    assertThat(scene.last(RETRAIN).rule()).isEqualTo("request");
    assertThat(scene.last(RETRAIN).why()).isEqualTo("somebody asked");
  }

  @Test
  void aPersonMayAskForTheVersionBefore() {
    Scene scene = new Scene(daily());
    scene.tick();
    scene.every(Duration.ofHours(1), 30);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");

    scene.retrainer.requests().put(Scene.NAME, request(scene, RetrainingRequest.Verb.ROLL_BACK));
    scene.tick();

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.last(ROLLED_BACK).why()).isEqualTo("somebody asked");
    assertThat(scene.phase()).isEqualTo("idle");
  }

  @Test
  void theCoolDownRefusesOnceWithItsReason() {
    Scene scene =
        new Scene(
            Scene.policy().when(metric("auc").below(0.6), BATCH).cooldown(Duration.ofDays(2)));
    scene.backend.nextRun(RunScript.rejects(Map.of(), "no"));
    for (int hour = 0; hour < 40; hour++) {
      scene.metrics.put("auc", scene.clock.instant(), 0.5);
      scene.tick();
      scene.clock.advance(Duration.ofHours(1));
    }

    assertThat(scene.kinds()).containsExactly(RETRAIN, SUBMITTED, REJECTED, REFUSED);
    assertThat(scene.last(REFUSED).rule()).isEqualTo("cool-down");
    assertThat(scene.last(REFUSED).why()).isEqualTo("no run before 2001-01-03T00:00:00Z");
  }

  @Test
  void theBudgetLimitsRunsInItsPeriod() {
    Scene scene = new Scene(daily().budget(3, Duration.ofDays(30)));
    scene.tick();
    scene.every(Duration.ofHours(6), 4 * 29);

    assertThat(scene.backend.submissions()).hasSize(3);
    assertThat(scene.last(REFUSED).rule()).isEqualTo("budget");
  }

  @Test
  void aRunThatBeganElsewhereIsAdoptedAndJudged() {
    Scene scene = new Scene(daily());
    scene.tick();
    scene.backend.startElsewhere(
        Scene.pipeline(Scene.NAME),
        RunScript.succeeds(Map.of("auc", 0.8)).after(Duration.ofMinutes(30)));
    scene.every(Duration.ofMinutes(20), 3);

    assertThat(scene.kinds()).containsExactly(ADOPTED, RUN_SUCCEEDED, ROLLOUT_STARTED, PROMOTED);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.backend.submissions()).isEmpty();
  }

  @Test
  void aRunThatWasDeletedIsSubmittedAgainUnderItsKey() {
    Scene scene = new Scene(daily());
    scene.backend.nextRun(RunScript.succeeds(Map.of()).after(Duration.ofHours(10)));
    scene.tick();
    scene.every(Duration.ofHours(1), 4);
    scene.backend.forget("run-1");
    scene.every(Duration.ofMinutes(9), 1);
    assertThat(scene.backend.submissions()).hasSize(1);
    scene.every(Duration.ofMinutes(6), 3);

    assertThat(scene.backend.submissions()).extracting(Submission::key).hasSize(2);
    assertThat(Set.copyOf(scene.backend.submissions().stream().map(Submission::key).toList()))
        .hasSize(1);
    assertThat(scene.kinds()).doesNotContain(RUN_FAILED).contains(PROMOTED);
  }

  @Test
  void aRunThatTakesTooLongIsCancelled() {
    Scene scene = new Scene(daily());
    scene.backend.nextRun(RunScript.succeeds(Map.of()).after(Duration.ofDays(10)));
    scene.tick();
    scene.every(Duration.ofHours(1), 3 + 26);

    assertThat(scene.last(RUN_FAILED).why()).contains("took longer than").contains("cancelled");
  }

  @Test
  void threeFailuresInARowHalt() {
    Scene scene = new Scene(daily());
    for (int i = 0; i < 3; i++) {
      scene.backend.nextRun(RunScript.fails("train", "exit code 1"));
    }
    scene.tick();
    scene.every(Duration.ofHours(6), 20);

    assertThat(scene.last(HALTED).why()).isEqualTo("3 runs in a row failed");
    assertThat(scene.last(RUN_FAILED).why()).isEqualTo("step train: exit code 1");
    assertThat(scene.backend.submissions()).hasSize(3);
  }

  @Test
  void anUnknownStateIsNotAnEnd() {
    Scene scene = new Scene(daily());
    scene.backend.nextRun(RunScript.ends(new RunStatus.Unknown("BREWING")));
    scene.tick();
    scene.every(Duration.ofHours(1), 5);

    assertThat(scene.phase()).isEqualTo("running");
  }

  @Test
  void theStrongestModeWinsAndOtherFiringsAreSpent() {
    Scene scene =
        new Scene(Scene.policy().when(cron("0 3 * * *"), BATCH).when(flag("force_retrain"), FULL));
    scene.flags.set("force_retrain", false);
    scene.tick();
    scene.flags.set("force_retrain", true);
    scene.clock.advance(Duration.ofHours(4));
    scene.tick();
    scene.every(Duration.ofHours(1), 5);

    assertThat(scene.backend.submissions()).hasSize(1);
    assertThat(scene.backend.submissions().get(0).mode()).isEqualTo(FULL);
    assertThat(scene.last(RETRAIN).rule()).endsWith(" flag force_retrain");
  }

  @Test
  void refusesATargetNothingServesAndAnEvaluatorWithoutScores() {
    Retraining retraining =
        Scene.policy().when(cron("0 3 * * *"), BATCH).to(Target.inProcess("router")).build();

    assertThatThrownBy(
            () ->
                Retrainer.on(new FakeBackend(java.time.Clock.systemUTC()))
                    .store(new InMemoryStateStore())
                    .add(retraining)
                    .build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("nothing sets the traffic of router router");
  }

  private static Retraining of(String name, String model) {
    return Retraining.of(Scene.pipeline(name, model)).when(cron("0 3 * * *"), BATCH).build();
  }

  @Test
  void refusesTwoRetrainingsOfOneModel() {
    assertThatThrownBy(
            () ->
                Retrainer.on(new FakeBackend(java.time.Clock.systemUTC()))
                    .store(new InMemoryStateStore())
                    .add(of("a", "delays"))
                    .add(of("b", "delays"))
                    .build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("it registers versions of the model delays, as");
  }

  @Test
  void theLogIsAChain() {
    Scene scene = new Scene(daily());
    scene.tick();
    scene.every(Duration.ofHours(1), 30);

    var entries = scene.store.history(Scene.NAME, 0);
    assertThat(entries).hasSizeGreaterThan(8).allMatch(entry -> entry.intact());
    for (int i = 1; i < entries.size(); i++) {
      assertThat(entries.get(i).previousHash()).isEqualTo(entries.get(i - 1).hash());
    }
  }
}
