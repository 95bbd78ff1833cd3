package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.APPROVAL_ASKED;
import static dev.retrain.api.retraining.Decision.Kind.PROMOTED;
import static dev.retrain.api.retraining.Decision.Kind.REFUSED;
import static dev.retrain.api.retraining.Decision.Kind.RETRAIN;
import static dev.retrain.api.retraining.Decision.Kind.ROLLED_BACK;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Approval;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.phase.RetrainingRequest.Verb;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.RunScript;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestSubjectsTest {

  private int requests;

  private static Retraining.Builder policy() {
    return Scene.policy().when(flag("force_retrain"), FULL);
  }

  private static Retraining.Builder canaried() {
    return policy().rollout(Scene.carefully()).to(Scene.ENDPOINT);
  }

  /** Two versions were live, the second is. */
  private static Scene withTwoVersions(Retraining.Builder policy) {
    Scene scene = new Scene(policy).withChampion();
    retrain(scene, RunScript.succeeds(Map.of("auc", 0.7)));
    scene.every(Duration.ofMinutes(1), 3);
    scene.endpoint().answered("1", 19_000, 60, Duration.ofMillis(20));
    scene.endpoint().answered("2", 1000, 3, Duration.ofMillis(20));
    scene.every(Duration.ofMinutes(10), 4);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
    return scene;
  }

  private static void retrain(Scene scene, RunScript script) {
    scene.backend.nextRun(script);
    scene.flags.set("force_retrain", false);
    scene.every(Duration.ofMinutes(1), 1);
    scene.flags.set("force_retrain", true);
    scene.every(Duration.ofMinutes(1), 1);
  }

  private static RunScript slow() {
    return RunScript.succeeds(Map.of("auc", 0.7)).after(Duration.ofHours(5));
  }

  private RetrainingRequest request(Scene scene, Verb verb) {
    return new RetrainingRequest(
        "request-" + ++requests,
        verb,
        FULL,
        "we need it",
        scene.clock.instant(),
        Optional.of("ann"));
  }

  private void put(Scene scene, RetrainingRequest request) {
    scene.retrainer.requests().put(Scene.NAME, request);
    scene.every(Duration.ofSeconds(10), 1);
  }

  @Test
  void aRollBackDuringARunSendsTheLiveVersionBackAtOnce() {
    Scene scene = withTwoVersions(canaried());
    retrain(scene, slow());
    put(scene, request(scene, Verb.ROLL_BACK));

    assertThat(scene.phase()).isEqualTo("running");
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.endpoint().calls()).endsWith("route 1: 100 %", "retire 2");
    assertThat(scene.last(ROLLED_BACK).what()).isEqualTo("version 1 is live again");
  }

  @Test
  void aRollBackDuringARunIsDoneOnceAndTheRunGoesOn() {
    Scene scene = withTwoVersions(canaried());
    retrain(scene, slow());
    put(scene, request(scene, Verb.ROLL_BACK));
    scene.every(Duration.ofHours(1), 5);

    assertThat(scene.phase()).isEqualTo("rolling-out");
    assertThat(scene.kinds()).filteredOn(kind -> kind == ROLLED_BACK).hasSize(1);
  }

  @Test
  void aRollBackDuringARunWorksWithoutATarget() {
    Scene scene = withTwoVersions(policy());
    retrain(scene, slow());
    put(scene, request(scene, Verb.ROLL_BACK));

    assertThat(scene.phase()).isEqualTo("running");
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
  }

  @Test
  void aRollBackDuringApprovalLeavesTheChallengerWaiting() {
    Approval approval = Approval.within(Duration.ofDays(2));
    Scene scene = new Scene(policy().approval(approval));
    scene.tick();
    for (int version = 1; version <= 2; version++) {
      retrain(scene, RunScript.succeeds(Map.of("auc", 0.7)));
      scene.every(Duration.ofMinutes(1), 2);
      put(scene, request(scene, Verb.APPROVE));
      scene.every(Duration.ofMinutes(1), 2);
    }
    retrain(scene, RunScript.succeeds(Map.of("auc", 0.7)));
    scene.every(Duration.ofMinutes(1), 2);
    put(scene, request(scene, Verb.ROLL_BACK));

    assertThat(scene.kinds()).filteredOn(kind -> kind == APPROVAL_ASKED).hasSize(3);
    assertThat(scene.phase()).isEqualTo("awaiting-approval");
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
  }

  @Test
  void aRollBackMadeBeforeARolloutBeganIsAboutTheVersionThatWasLive() {
    Scene scene = withTwoVersions(canaried());
    RetrainingRequest early = request(scene, Verb.ROLL_BACK);
    retrain(scene, RunScript.succeeds(Map.of("auc", 0.7)));
    scene.every(Duration.ofMinutes(1), 2);
    assertThat(scene.phase()).isEqualTo("rolling-out");
    put(scene, early.about("2"));
    scene.every(Duration.ofMinutes(1), 3);

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.endpoint().split().orElseThrow().toString()).isEqualTo("1: 100 %");
  }

  @Test
  void aPromoteDuringARunIsRefusedAndTheNextChallengerTakesItsStages() {
    Scene scene = withTwoVersions(canaried());
    retrain(scene, slow());
    put(scene, request(scene, Verb.PROMOTE));
    scene.every(Duration.ofHours(1), 5);

    assertThat(scene.last(REFUSED).what()).isEqualTo("the request to promote does not apply");
    assertThat(scene.phase()).isEqualTo("rolling-out");
    assertThat(scene.kinds()).filteredOn(kind -> kind == PROMOTED).hasSize(2);
  }

  @Test
  void aRequestAboutAVersionThatIsNotLiveIsRefused() {
    Scene scene = withTwoVersions(canaried());
    put(scene, request(scene, Verb.ROLL_BACK).about("1"));

    assertThat(scene.last(REFUSED).why()).startsWith("version 1 is not live, version 2 is");
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
  }

  @Test
  void anApprovalMadeAfterTheWaitHadEndedIsRefused() {
    Scene scene = new Scene(policy().approval(Approval.within(Duration.ofHours(48))));
    scene.tick();
    retrain(scene, RunScript.succeeds(Map.of("auc", 0.7)));
    scene.every(Duration.ofMinutes(1), 2);
    scene.clock.advance(Duration.ofHours(49));
    put(scene, request(scene, Verb.APPROVE));

    assertThat(scene.kinds()).doesNotContain(PROMOTED);
    assertThat(scene.last(REFUSED).why()).startsWith("it was made after the wait had ended");
  }

  @ParameterizedTest
  @EnumSource(
      value = Verb.class,
      names = {"RETRAIN"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyRequestDuringARunIsAnsweredAtOnce(Verb verb) {
    Scene scene = withTwoVersions(canaried());
    retrain(scene, slow());
    RetrainingRequest request = request(scene, verb);
    put(scene, request);

    assertThat(scene.retrainer.requests().waiting(Scene.NAME)).isEmpty();
    assertThat(scene.log())
        .extracting(Decision::evidence)
        .anyMatch(seen -> seen.get("request").equals(Optional.of(Node.of(request.id()))));
  }

  @Test
  void aRequestForARunWaitsForTheOneUnderWay() {
    Scene scene = withTwoVersions(policy());
    retrain(scene, slow());
    put(scene, request(scene, Verb.RETRAIN));
    scene.every(Duration.ofHours(1), 6);

    assertThat(scene.last(RETRAIN).rule()).isEqualTo("request");
  }
}
