package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.HALTED;
import static dev.retrain.api.retraining.Decision.Kind.PROMOTED;
import static dev.retrain.api.retraining.Decision.Kind.REFUSED;
import static dev.retrain.api.retraining.Decision.Kind.REJECTED;
import static dev.retrain.api.retraining.Decision.Kind.RETRAIN;
import static dev.retrain.api.retraining.Decision.Kind.ROLLOUT_STARTED;
import static dev.retrain.api.retraining.Decision.Kind.RUN_SUCCEEDED;
import static dev.retrain.api.retraining.Decision.Kind.SUBMITTED;
import static dev.retrain.api.retraining.Decision.Kind.UNDECIDED;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Node;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.Guards;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.DataWindow;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.testkit.FixedWindows;
import dev.retrain.testkit.RunScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A challenger the evaluator cannot judge is neither promoted nor, without limit, refused. */
class UndecidedTest {

  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private final FixedWindows windows = new FixedWindows();
  private Verdict verdict = new Verdict.Undecided("200 rows are too few", Node.of(Map.of()));

  @BeforeEach
  void leaveScores() throws Exception {
    Files.writeString(
        folder.resolve("scores.csv"),
        "id,time,label,score\na,2001-01-01T00:00:00Z,1,0.5\nb,2001-01-01T00:00:00Z,0,0.5\n");
  }

  private Scene scene(Retraining.Builder policy) {
    Evaluator asked = (challenger, champion) -> verdict;
    Scene scene = new Scene(policy.when(cron("0 3 * * *"), BATCH).promoteIf(asked).data(windows));
    for (int i = 0; i < 20; i++) {
      scene.backend.nextRun(RunScript.succeeds(Map.of()).leaving("scores", folder.toUri()));
    }
    scene.tick();
    return scene;
  }

  /** A day passes and leaves data. */
  private void day(Scene scene, String version) {
    windows.add(
        new DataWindow(
            scene.clock.instant(), scene.clock.instant().plus(DAY), folder.resolve("x"), version));
    scene.every(DAY, 1);
  }

  @Test
  void itIsAnOutcomeOfItsOwnAndTheNextDataIsTried() {
    Scene scene = scene(Scene.policy());
    day(scene, "d1");
    assertThat(scene.kinds()).containsExactly(RETRAIN, SUBMITTED, RUN_SUCCEEDED, UNDECIDED);
    assertThat(scene.last(UNDECIDED).why()).isEqualTo("200 rows are too few");
    assertThat(scene.last(UNDECIDED).rule()).isEqualTo("promoteIf: undecided");

    verdict = new Verdict.Promote("better", Node.of(Map.of()));
    day(scene, "d2");

    assertThat(scene.kinds())
        .endsWith(UNDECIDED, RETRAIN, SUBMITTED, RUN_SUCCEEDED, ROLLOUT_STARTED, PROMOTED);
  }

  @Test
  void theSameDataIsNotTriedAgainUnlessAPersonAsks() {
    Scene scene = scene(Scene.policy());
    day(scene, "d1");
    scene.every(DAY, 3);
    assertThat(scene.backend.submissions()).hasSize(1);
    assertThat(scene.last(REFUSED).rule()).isEqualTo("undecided");
    assertThat(scene.last(REFUSED).why())
        .isEqualTo(
            "the challenger of data d1 could not be judged; no run before there is other data");

    scene
        .retrainer
        .requests()
        .put(
            Scene.NAME,
            new RetrainingRequest(
                "r", RetrainingRequest.Verb.RETRAIN, FULL, "again", scene.clock.instant()));
    scene.tick();

    assertThat(scene.backend.submissions()).hasSize(2);
  }

  @Test
  void theLastOfSoManyInARowIsRefusedAsNeverDecided() {
    Scene scene = scene(Scene.policy().undecidedAtMost(2).cooldown(Duration.ofHours(12)));
    for (int i = 1; i <= 4; i++) {
      day(scene, "d" + i);
    }

    assertThat(scene.kinds().stream().filter(k -> k == UNDECIDED || k == REJECTED || k == RETRAIN))
        .containsExactly(
            RETRAIN, UNDECIDED, RETRAIN, REJECTED, RETRAIN, UNDECIDED, RETRAIN, REJECTED);
    assertThat(scene.last(REJECTED).rule()).isEqualTo("promoteIf: never decided");
    assertThat(scene.last(REJECTED).why())
        .isEqualTo(
            "2 challengers in a row could not be judged, the last because 200 rows are too few");
  }

  @Test
  void anEvaluatorThatNeverDecidesHaltsInTheEnd() {
    Scene scene = scene(Scene.policy().undecidedAtMost(2).giveUpAfter(2));
    for (int i = 1; i <= 20; i++) {
      day(scene, "d" + i);
    }

    assertThat(scene.backend.submissions()).hasSize(4);
    assertThat(scene.last(HALTED).why()).contains("2 challengers in a row were refused");
    assertThatThrownBy(() -> Guards.NONE.undecidedAtMost(0)).hasMessageContaining("at least 1");
  }
}
