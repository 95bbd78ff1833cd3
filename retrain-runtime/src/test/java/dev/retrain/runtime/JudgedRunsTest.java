package dev.retrain.runtime;

import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.evaluator.Evaluators.notWorseThanChampion;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.phase.Deadlines;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgedRunsTest {

  @TempDir Path folder;

  private static Scene scene() {
    return new Scene(
        Scene.policy()
            .when(cron("0 3 * * *"), BATCH)
            .promoteIf(notWorseThanChampion("auc", absolute(0.005))));
  }

  /** Scores whose order agrees with the labels in a share of rows. */
  private RunScript run(double quality) throws Exception {
    RunScript script = RunScript.succeeds(Map.of("auc", quality));
    for (String name : new String[] {"scores", "champion_scores"}) {
      Path artifact = Files.createDirectories(folder.resolve(name + quality));
      StringBuilder csv = new StringBuilder("id,time,label,score\n");
      double agreeing = name.equals("scores") ? quality : 0.7;
      for (int i = 0; i < 200; i++) {
        int label = i % 2;
        boolean agrees = (i * 37 % 100) < agreeing * 100;
        csv.append('r').append(i).append(",2001-01-01T00:00:00Z,").append(label).append(',');
        csv.append(agrees == (label == 1) ? 0.9 : 0.1).append('\n');
      }
      Files.writeString(artifact.resolve("scores.csv"), csv);
      script = script.leaving(name, artifact.toUri());
    }
    return script;
  }

  @Test
  void rowsDecideBetweenChallengerAndChampion() throws Exception {
    Scene scene = scene();
    scene.backend.nextRun(run(0.8));
    scene.backend.nextRun(run(0.5));
    scene.tick();
    scene.every(Duration.ofHours(6), 9);

    assertThat(scene.kinds().stream().filter(k -> k == Kind.PROMOTED)).hasSize(1);
    Decision refused = scene.last(Kind.REJECTED);
    assertThat(refused.rule()).isEqualTo("promoteIf");
    assertThat(refused.why()).contains("auc").contains("of the champion");
  }

  @Test
  void aRunWithoutItsScoresIsNotJudged() {
    Scene scene = scene();
    scene.tick();
    scene.every(Duration.ofHours(6), 3);

    assertThat(scene.last(Kind.RUN_FAILED).why()).contains("left no scores.csv");
  }

  @Test
  void scoresThatAreNoScoresAreNamed() throws Exception {
    Scene scene = scene();
    Path artifact = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(artifact.resolve("scores.csv"), "id,time,label,score\na,never,1,0.5\n");
    scene.backend.nextRun(RunScript.succeeds(Map.of()).leaving("scores", artifact.toUri()));
    scene.tick();
    scene.every(Duration.ofHours(6), 3);

    assertThat(scene.last(Kind.RUN_FAILED).why()).contains("line 2");
  }

  @Test
  void aStartedLoopTicksUntilItIsClosed() throws Exception {
    InMemoryStateStore store = new InMemoryStateStore();
    Retraining retraining = Scene.policy().when(cron("0 3 * * *"), BATCH).build();
    Retrainer retrainer =
        Retrainer.on(new FakeBackend(Clock.systemUTC()))
            .store(store)
            .every(Duration.ofMillis(5))
            .deadlines(Deadlines.DEFAULT)
            .parameters(RunParameters.DEFAULTS)
            .add(retraining)
            .start();
    while (store.history(Scene.NAME, 0).isEmpty()) {
      Thread.onSpinWait();
    }
    retrainer.close();
    retrainer.awaitShutdown();

    assertThat(store.history(Scene.NAME, 0)).hasSize(1);
    assertThatThrownBy(
            () -> Retrainer.on(new FakeBackend(Clock.systemUTC())).add(retraining).add(retraining))
        .hasMessageContaining("two retrainings named delays");
  }
}
