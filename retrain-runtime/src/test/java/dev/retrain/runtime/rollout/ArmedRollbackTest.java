package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.RunScript;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Labels that come days after the rollout is over. */
class ArmedRollbackTest {

  private static final Rollout ROLLOUT =
      Rollout.canary(percent(20))
          .observe(Duration.ofMinutes(30))
          .rollbackIf(
              RollbackRule.drop("accuracy", Margin.absolute(0.02)),
              RollbackRule.errorRateRise(Margin.absolute(0.01)))
          .rollbackWindow(Duration.ofDays(14), 2000);

  private Scene scene = new Scene(policy()).withChampion();

  private static dev.retrain.api.retraining.Retraining.Builder policy() {
    return Scene.policy()
        .when(flag("force_retrain"), RetrainMode.FULL)
        .rollout(ROLLOUT)
        .to(Scene.ENDPOINT);
  }

  /** Version 2 is promoted without one label of its own. */
  private void promoted() {
    labels("1", 900, 100);
    retrain();
    for (int minute = 0; minute < 40; minute++) {
      answered("2", 20);
      answered("1", 80);
      scene.every(Duration.ofMinutes(1), 1);
    }
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
    assertThat(scene.phase()).isEqualTo("idle");
  }

  private void retrain() {
    scene.flags.set("force_retrain", false);
    scene.every(Duration.ofMinutes(1), 1);
    scene.flags.set("force_retrain", true);
    scene.every(Duration.ofMinutes(1), 2);
  }

  private void answered(String version, int requests) {
    scene.endpoint().answered(version, requests, 0, Duration.ofMillis(20));
  }

  private void labels(String version, int right, int wrong) {
    answered(version, right + wrong);
    scene.endpoint().outcome(version, "accuracy", 1, right);
    scene.endpoint().outcome(version, "accuracy", 0, wrong);
  }

  /** A day in which labels of the version that serves come in, 20 an hour. */
  private void day(String version, int rightOfTwenty) {
    for (int hour = 0; hour < 24 && scene.endpoint().health().containsKey(version); hour++) {
      labels(version, rightOfTwenty, 20 - rightOfTwenty);
      scene.every(Duration.ofHours(1), 1);
    }
  }

  private void restart() {
    scene.retrainer =
        Retrainer.on(scene.backend)
            .store(scene.store)
            .clock(scene.clock)
            .flags(scene.flags)
            .add(policy().build())
            .build();
  }

  @Test
  void promotesOnWhatIsKnownAtOnceAndSaysThatTheWayBackStaysOpen() {
    promoted();

    assertThat(Documents.canonicalJson(scene.last(Kind.ROLLOUT_STARTED).evidence()))
        .contains(
            "\"armed\":{\"labels\":2000,\"rules\":{\"accuracy drops by more than"
                + " 0.02\":{\"effect\":")
        .contains("\"windowSeconds\":1209600");
    Decision yes = scene.last(Kind.PROMOTED);
    assertThat(yes.why()).contains("not measured yet: accuracy drops by more than 0.02");
    assertThat(Documents.canonicalJson(yes.evidence()))
        .contains("\"rollbackStaysArmed\":{\"orLabels\":2000,\"until\":\"2001-01-15T");
  }

  @Test
  void labelsThatShowHarmSendTheChampionBackAlsoAfterARestart() {
    promoted();
    day("2", 18);
    assertThat(
            LoopState.parse(scene.store.load("retraining/" + Scene.NAME).orElseThrow().body(), "s")
                .armed()
                .orElseThrow()
                .words())
        .isEqualTo("the way back of version 2 to 1 stays open for its labels");
    restart();
    for (int day = 0; day < 3; day++) {
      day("2", 14);
    }

    Decision back = scene.last(Kind.ROLLED_BACK);
    assertThat(back.rule()).isEqualTo("armed rollback: accuracy drops by more than 0.02");
    assertThat(back.version()).contains("2");
    assertThat(back.why())
        .startsWith("labels that came after its promotion: accuracy is")
        .contains("(the champion's was 0.9)");
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.endpoint().split()).contains(TrafficSplit.all("1"));
    assertThat(scene.endpoint().health()).doesNotContainKey("2");
    assertThat(scene.phase()).isEqualTo("idle");
  }

  @Test
  void lateLabelsOfBothVersionsAreComparedToo() {
    promoted();
    for (int hour = 0; hour < 12; hour++) {
      labels("1", 90, 10);
      labels("2", 70, 30);
      scene.every(Duration.ofHours(1), 1);
    }

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
  }

  @Test
  void enoughLabelsWithoutHarmDisarm() {
    promoted();
    for (int day = 0; day < 6; day++) {
      day("2", 18);
    }

    Decision end = scene.last(Kind.DISARMED);
    assertThat(end.why()).startsWith("2000 labels arrived; no harm: accuracy");
    assertThat(end.version()).contains("2");
    scene.every(Duration.ofDays(1), 20);
    assertThat(scene.kinds().stream().filter(Kind.DISARMED::equals)).hasSize(1);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
  }

  @Test
  void theEndOfTheWindowDisarmsAndSaysHowManyLabelsCame() {
    promoted();
    day("2", 18);
    scene.every(Duration.ofDays(1), 14);

    assertThat(scene.last(Kind.DISARMED).why())
        .startsWith("the window of PT336H ended with 480 of 2000 labels");
  }

  @Test
  void aRunUnderWayGoesOnWhileTheChampionGoesBack() {
    promoted();
    scene.backend.nextRun(RunScript.succeeds(Map.of("auc", 0.8)).after(Duration.ofDays(20)));
    retrain();
    for (int day = 0; day < 3; day++) {
      day("2", 14);
    }

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.endpoint().split()).contains(TrafficSplit.all("1"));
    assertThat(scene.phase()).isIn("running", "idle");
    assertThat(scene.kinds()).contains(Kind.ROLLED_BACK);
  }

  @Test
  void aChallengerOnItsWayIsSentBackWithTheChampionItIsComparedWith() {
    promoted();
    retrain();
    assertThat(scene.phase()).isEqualTo("rolling-out");
    labels("2", 500, 1000);
    scene.every(Duration.ofHours(1), 3);

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.endpoint().split()).contains(TrafficSplit.all("1"));
    assertThat(scene.last(Kind.ROLLED_BACK).version()).contains("3");
    assertThat(scene.last(Kind.ROLLED_BACK).why())
        .isEqualTo("the champion it is compared with is sent back itself");
  }

  @Test
  void theNextChampionTakesTheWatchOver() {
    promoted();
    labels("2", 450, 50);
    retrain();
    for (int minute = 0; minute < 40; minute++) {
      answered("3", 20);
      answered("2", 80);
      scene.every(Duration.ofMinutes(1), 1);
    }

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("3");
    assertThat(scene.last(Kind.DISARMED).version()).contains("2");
    assertThat(scene.last(Kind.DISARMED).why()).isEqualTo("another version takes its place");
    labels("3", 500, 1000);
    scene.every(Duration.ofHours(1), 2);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
  }

  @Test
  void aPersonWhoGoesBackFirstEndsTheWatch() {
    promoted();
    ask(RetrainingRequest.Verb.ROLL_BACK);
    labels("1", 10, 1000);
    scene.every(Duration.ofDays(1), 20);

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.kinds().stream().filter(Kind.ROLLED_BACK::equals)).hasSize(1);
    assertThat(scene.kinds()).doesNotContain(Kind.DISARMED);
  }

  @Test
  void aPersonBringsBackAVersionThatWasLive() {
    promoted();
    ask(RetrainingRequest.Verb.ROLL_BACK);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");

    ask(RetrainingRequest.Verb.PROMOTE);
    assertThat(scene.phase()).isEqualTo("rolling-out");
    for (int minute = 0; minute < 40; minute++) {
      answered("2", 20);
      answered("1", 80);
      scene.every(Duration.ofMinutes(1), 1);
    }

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
    assertThat(scene.alias(ModelRegistry.PREVIOUS)).contains("1");
    ask(RetrainingRequest.Verb.PROMOTE);
    assertThat(scene.last(Kind.REFUSED).what()).isEqualTo("nothing is promoted");
  }

  private int asked;

  private void ask(RetrainingRequest.Verb verb) {
    scene
        .retrainer
        .requests()
        .put(
            Scene.NAME,
            new RetrainingRequest(
                "r" + asked++, verb, RetrainMode.FULL, "we know it", scene.clock.instant()));
    scene.every(Duration.ofSeconds(10), 1);
  }

  @Test
  void aPolicyThatNoLongerKeepsTheWayBackOpenDisarms() {
    promoted();
    scene.retrainer =
        Retrainer.on(scene.backend)
            .store(scene.store)
            .clock(scene.clock)
            .flags(scene.flags)
            .add(policy().rollout(Rollout.allAtOnce()).build())
            .build();
    scene.every(Duration.ofHours(1), 1);

    assertThat(scene.last(Kind.DISARMED).why())
        .isEqualTo("the policy has no rollback window any more");
    assertThat(Optional.of(scene.phase())).contains("idle");
  }
}
