package dev.retrain.runtime.rollout;

import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What people ask of a rollout, and what they are told. */
class RolloutRequestsTest {

  private final Scene scene =
      new Scene(
              Scene.policy()
                  .when(flag("force_retrain"), RetrainMode.FULL)
                  .rollout(Scene.carefully())
                  .to(Scene.ENDPOINT))
          .withChampion();

  /** A canary that has begun. */
  private void begun() {
    scene.endpoint().answered("1", 600, 3, Duration.ofMillis(20));
    scene.flags.set("force_retrain", false);
    scene.every(Duration.ofMinutes(1), 1);
    scene.flags.set("force_retrain", true);
    scene.every(Duration.ofMinutes(1), 2);
  }

  private void ask(RetrainingRequest.Verb verb) {
    RetrainingRequest request =
        new RetrainingRequest(
            "r-" + verb, verb, RetrainMode.FULL, "we know it", scene.clock.instant());
    scene.retrainer.requests().put(Scene.NAME, request);
    scene.tick();
  }

  @Test
  void theStartTellsWhatTheTrafficCanShow() {
    begun();

    Decision start = scene.last(Kind.ROLLOUT_STARTED);
    assertThat(Documents.canonicalJson(start.evidence()))
        .contains("\"plan\":{", "\"requestsPerSecond\":", "\"error rate above 0.05\":{")
        .contains("\"warning\":\"error rate above 0.05: ");
  }

  @Test
  void aPersonPromotesAtOnce() {
    begun();
    ask(RetrainingRequest.Verb.PROMOTE);

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
    assertThat(scene.endpoint().split()).contains(TrafficSplit.all("2"));
    assertThat(scene.last(Kind.PROMOTED).why()).isEqualTo("we know it (asked by hand)");
    assertThat(scene.phase()).isEqualTo("idle");
  }

  @Test
  void aPersonHoldsARolloutAndLetsItGoOn() {
    begun();
    ask(RetrainingRequest.Verb.PAUSE);
    scene.every(Duration.ofMinutes(10), 12);
    assertThat(scene.phase()).isEqualTo("rolling-out");
    assertThat(scene.last(Kind.STAGE).what()).isEqualTo("version 2 stays at its stage");

    ask(RetrainingRequest.Verb.RESUME);
    scene.every(Duration.ofMinutes(10), 4);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
  }

  @Test
  void aPersonAborts() {
    begun();
    ask(RetrainingRequest.Verb.ROLL_BACK);

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
    assertThat(scene.endpoint().split()).contains(TrafficSplit.all("1"));
    assertThat(scene.endpoint().health()).doesNotContainKey("2");
  }

  @Test
  void whatNoRolloutIsUnderWayForIsSetAside() {
    ask(RetrainingRequest.Verb.PROMOTE);
    ask(RetrainingRequest.Verb.PAUSE);

    assertThat(scene.retrainer.requests().waiting(Scene.NAME)).isEmpty();
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");
  }

  @Test
  void aTickThatSeesNothingNewSavesNothing() {
    begun();
    long before = scene.store.load("retraining/" + Scene.NAME).map(s -> s.version()).orElseThrow();
    scene.every(Duration.ofSeconds(5), 3);

    assertThat(scene.store.load("retraining/" + Scene.NAME).map(s -> s.version()).orElseThrow())
        .isEqualTo(before);
  }
}
