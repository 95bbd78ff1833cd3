package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.RETRAIN;
import static dev.retrain.api.retraining.Decision.Kind.RUN_SUCCEEDED;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.source.DataWindow;
import dev.retrain.runtime.provenance.Commit;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedWindows;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where runs come from, as the log and the registry tell it. */
class OriginTest {

  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final StateStore store = new InMemoryStateStore();
  @TempDir Path folder;

  /** Lives a day with a run every six hours. */
  private void live() throws Exception {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "a\n");
    Files.writeString(
        folder.resolve("rows.csv.dvc"),
        "outs:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f\n  size: 2\n  path: rows.csv\n");
    FixedWindows windows = new FixedWindows();
    windows.add(
        new DataWindow(
            clock.instant().minus(Duration.ofDays(1)), clock.instant(), rows, "december"));
    Retrainer retrainer =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .commit(new Commit(SHA))
            .add(Scene.policy().when(cron("0 */6 * * *"), BATCH).data(windows).build())
            .build();
    for (int hour = 0; hour < 30; hour++) {
      retrainer.tick();
      clock.advance(Duration.ofHours(1));
    }
  }

  private List<Decision> log(Kind kind) {
    return store.history(Scene.NAME, 0).stream()
        .map(StateStore.LogEntry::decision)
        .filter(decision -> decision.kind() == kind)
        .toList();
  }

  private static String text(Decision decision, String... path) {
    Node at = decision.evidence();
    for (String key : path) {
      at = ((Node.Mapping) at).get(key).orElseThrow();
    }
    return ((Node.Text) at).value();
  }

  @Test
  void theLogTellsCodeAndDataOfEveryRun() throws Exception {
    live();

    Decision first = log(RETRAIN).get(0);
    assertThat(text(first, "provenance", "commit")).isEqualTo(SHA);
    assertThat(text(first, "provenance", "versionTag")).isEqualTo("v" + SHA + "-20010101T060000Z");
    assertThat(text(first, "provenance", "data", "version")).isEqualTo("december");
    assertThat(text(first, "provenance", "data", "hash"))
        .isEqualTo("md5:22a1a2931c8370d3aeedd7183606fd7f");
    assertThat(text(log(RUN_SUCCEEDED).get(0), "provenance", "path"))
        .isEqualTo("delays/2001/01/01/run_0123456-1");
  }

  @Test
  void runsOfOneDayAreNumbered() throws Exception {
    live();

    assertThat(log(RETRAIN))
        .extracting(decision -> text(decision, "provenance", "path"))
        .containsExactly(
            "delays/2001/01/01/run_0123456-1",
            "delays/2001/01/01/run_0123456-2",
            "delays/2001/01/01/run_0123456-3",
            "delays/2001/01/02/run_0123456-1");
    backend.submissions().forEach(run -> assertThat(run.tags()).containsKey("retrain.path"));
  }

  @Test
  void theRegisteredVersionCarriesTheSameTags() throws Exception {
    live();

    ModelVersion version = backend.registry().version(Scene.NAME, "1").orElseThrow();
    assertThat(version.tags())
        .containsEntry("retrain.git", SHA)
        .containsEntry("retrain.data", "december")
        .containsEntry("retrain.version", "v" + SHA + "-20010101T060000Z");
  }
}
