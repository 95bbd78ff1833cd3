package dev.retrain.runtime;

import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a tick reports of retrainings it cannot advance, and of runs that failed. */
class TickFailuresTest {

  /** A store whose versions cannot be read. */
  private static final class FailingStore extends Delegating {
    @Override
    public Map<String, Long> versions(String prefix) {
      throw new TransientFailure("the page is corrupt");
    }
  }

  private static class Delegating implements StateStore {
    private final StateStore kept = new InMemoryStateStore();

    @Override
    public Optional<Snapshot> load(String key) {
      return kept.load(key);
    }

    @Override
    public boolean saveIfUnchanged(
        String key, long version, String body, List<Decision> decisions) {
      return kept.saveIfUnchanged(key, version, body, decisions);
    }

    @Override
    public List<String> keys(String prefix) {
      return kept.keys(prefix);
    }

    @Override
    public List<LogEntry> history(String retraining, long after) {
      return kept.history(retraining, after);
    }

    @Override
    public void close() {
      kept.close();
    }
  }

  @Test
  void unreadableRequestsAreAFailureOfTheTick() {
    Scene scene = new Scene(Scene.policy().when(flag("force_retrain"), RetrainMode.FULL));
    scene.store.saveIfUnchanged("requests/" + Scene.NAME, 0, "[]", List.of());

    scene.tick();

    assertThat(scene.retrainer.failures().get(Scene.NAME)).contains("requests", "cannot be read");
  }

  @Test
  void aStoreThatFailsIsAFailureOfEveryRetraining() {
    Scene scene =
        new Scene(Scene.policy().when(flag("force_retrain"), RetrainMode.FULL), new FailingStore());

    scene.tick();

    assertThat(scene.retrainer.failures()).containsEntry(Scene.NAME, "the page is corrupt");
  }

  @Test
  void aTickThatAdvancesReportsNoFailure() {
    Scene scene = new Scene(Scene.policy().when(flag("force_retrain"), RetrainMode.FULL));

    scene.tick();

    assertThat(scene.retrainer.failures()).isEmpty();
  }

  @Test
  void theDecisionOfAFailedRunHoldsTheLastLinesOfItsOutput() {
    Scene scene = new Scene(Scene.policy().when(flag("force_retrain"), RetrainMode.FULL));
    List<String> output = IntStream.range(0, 30).mapToObj(line -> "line " + line).toList();
    scene.backend.nextRun(
        RunScript.ends(new RunStatus.Failed(Optional.of("train"), "exit 1", output, List.of())));
    scene.flags.set("force_retrain", false);
    scene.tick();
    scene.flags.set("force_retrain", true);

    scene.every(Duration.ofMinutes(1), 3);

    assertThat(scene.last(Decision.Kind.RUN_FAILED).evidence().get("logTail"))
        .contains(Node.of(output.subList(10, 30).stream().<Node>map(Node::of).toList()));
  }
}
