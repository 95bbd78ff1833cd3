package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.ADOPTED;
import static dev.retrain.api.retraining.Decision.Kind.DUPLICATE;
import static dev.retrain.api.retraining.Decision.Kind.PROMOTED;
import static dev.retrain.api.retraining.Decision.Kind.RETRAIN;
import static dev.retrain.api.retraining.Decision.Kind.ROLLOUT_STARTED;
import static dev.retrain.api.retraining.Decision.Kind.RUN_FAILED;
import static dev.retrain.api.retraining.Decision.Kind.RUN_SUCCEEDED;
import static dev.retrain.api.retraining.Decision.Kind.SUBMITTED;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.testkit.RunScript;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A second run of one key is named, ended and never judged. */
class DuplicatesTest {

  private final Scene scene = new Scene(Scene.policy().when(cron("0 3 * * *"), BATCH));

  private static RunScript hours(int hours) {
    return RunScript.succeeds(Map.of("auc", 0.7)).after(Duration.ofHours(hours));
  }

  /** A run that takes ten hours, an hour after it began. */
  private RunKey running() {
    scene.backend.nextRun(hours(10));
    scene.tick();
    scene.every(Duration.ofHours(1), 4);
    assertThat(scene.phase()).isEqualTo("running");
    return scene.backend.submissions().get(0).key();
  }

  private RunStatus status(RunKey key, String nativeId) {
    return scene.backend.status(new RunHandle(key, nativeId));
  }

  @Test
  void whileTheFirstRunsTheSecondIsNamedAndCancelled() {
    RunKey key = running();
    scene.backend.duplicate(key, hours(1));
    scene.every(Duration.ofMinutes(10), 2);

    assertThat(scene.kinds()).containsExactly(RETRAIN, SUBMITTED, DUPLICATE);
    assertThat(scene.last(DUPLICATE).what())
        .isEqualTo("the run run-2 is not judged; the run run-1 is kept");
    assertThat(scene.last(DUPLICATE).why())
        .isEqualTo("both carry the key " + key + ", and run-1 was known first");
    assertThat(status(key, "run-2")).isInstanceOf(RunStatus.Cancelled.class);

    scene.every(Duration.ofHours(1), 10);
    assertThat(scene.kinds())
        .containsExactly(RETRAIN, SUBMITTED, DUPLICATE, RUN_SUCCEEDED, ROLLOUT_STARTED, PROMOTED);
  }

  @Test
  void aSecondRunThatAppearsWhenTheFirstHasEndedIsNotAdopted() {
    RunKey key = running();
    scene.every(Duration.ofHours(1), 11);
    assertThat(scene.kinds()).endsWith(PROMOTED);

    scene.backend.duplicate(key, hours(0));
    scene.every(Duration.ofHours(1), 3);

    assertThat(scene.kinds()).endsWith(PROMOTED, DUPLICATE).doesNotContain(ADOPTED);
  }

  @Test
  void aSecondRunIsNotJudgedInPlaceOfAFirstThatWasDeleted() {
    RunKey key = running();
    scene.backend.duplicate(key, hours(10));
    scene.backend.forget("run-1");
    scene.every(Duration.ofMinutes(10), 3);

    assertThat(scene.kinds()).containsExactly(RETRAIN, SUBMITTED, DUPLICATE, RUN_FAILED);
    assertThat(scene.last(RUN_FAILED).why()).startsWith("the backend lost it");
    assertThat(scene.alias("champion")).isEmpty();
  }

  @Test
  void aCancelThatWasLostIsAskedForAgain() {
    RunKey key = running();
    scene.backend.duplicate(key, hours(10));
    scene.every(Duration.ofMinutes(10), 1);
    scene.backend.end("run-2", new RunStatus.Running());
    scene.every(Duration.ofMinutes(10), 1);

    assertThat(status(key, "run-2")).isInstanceOf(RunStatus.Cancelled.class);
    assertThat(scene.kinds()).containsOnlyOnce(DUPLICATE);
  }

  @Test
  void ofTwoForeignRunsWithOneKeyTheOlderIsAdopted() {
    RunKey key = running();
    Scene other = new Scene(Scene.policy().when(cron("0 3 * * *"), BATCH));
    other.tick();
    other.clock.set(scene.clock.instant());
    other.backend.submit(scene.backend.submissions().get(0));
    other.backend.duplicate(key, hours(0));
    other.every(Duration.ofMinutes(1), 2);

    assertThat(other.kinds())
        .containsSubsequence(ADOPTED, DUPLICATE, RUN_SUCCEEDED, ROLLOUT_STARTED, PROMOTED);
    assertThat(other.last(DUPLICATE).what()).contains("run-1 is kept");
  }
}
