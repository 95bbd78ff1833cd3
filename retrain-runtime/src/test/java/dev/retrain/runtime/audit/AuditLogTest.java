package dev.retrain.runtime.audit;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

  @TempDir Path folder;
  private Path log;
  private Scene scene;

  @BeforeEach
  void live() {
    scene = new Scene(Scene.policy().when(metric("auc").below(0.6), BATCH));
    for (int i = 0; i < 8; i++) {
      scene.metrics.put("auc", scene.clock.instant(), i % 3 == 0 ? 0.55 : 0.65);
      scene.every(Duration.ofHours(1), 1);
    }
    log = folder.resolve("out/decisions.jsonl");
    AuditLog.export(scene.store, List.of(Scene.NAME), log);
  }

  @Test
  void anExportIsIntactAndReadsBack() {
    AuditLog.Check check = AuditLog.verify(log);

    assertThat(check.intact()).isTrue();
    assertThat(check.entries()).isEqualTo(scene.log().size()).isGreaterThan(8);
    assertThat(AuditLog.read(log)).isEqualTo(scene.store.history(Scene.NAME, 0));
  }

  @Test
  void aByteThatIsNoTextIsFound() throws Exception {
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length / 2] = (byte) 0xff;
    assertThat(intact(Files.write(folder.resolve("copy.jsonl"), bytes))).isFalse();
  }

  @Test
  void anyByteChangedIsFound() throws Exception {
    byte[] bytes = Files.readAllBytes(log);
    Path copy = folder.resolve("copy.jsonl");
    for (int i = 0; i < bytes.length - 1; i += 7) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      Files.write(copy, changed);
      assertThat(intact(copy)).as("byte %s", i).isFalse();
    }
  }

  private static boolean intact(Path file) {
    try {
      return AuditLog.verify(file).intact();
    } catch (dev.retrain.api.error.ConfigurationProblem e) {
      return false; // no UTF-8 any more
    }
  }

  @Test
  void theFirstEntryThatIsMissingOrOutOfOrderIsNamed() throws Exception {
    List<String> lines = Files.readAllLines(log);
    List<String> missing = new ArrayList<>(lines);
    missing.remove(2);
    Files.writeString(log, String.join("\n", missing) + "\n");
    assertThat(broken())
        .isEqualTo("line 3: delays entry 3 is missing: entry 4 stands in its place");

    List<String> swapped = new ArrayList<>(lines);
    Collections.swap(swapped, 1, 2);
    Files.writeString(log, String.join("\n", swapped) + "\n");
    assertThat(broken())
        .isEqualTo("line 2: delays entry 3 stands where entry 2 belongs: the order was changed");

    List<String> twice = new ArrayList<>(lines);
    twice.add(1, lines.get(0));
    Files.writeString(log, String.join("\n", twice) + "\n");
    assertThat(broken()).startsWith("line 2: delays entry 1 stands where entry 2 belongs");

    List<String> cut = new ArrayList<>(lines);
    cut.set(4, lines.get(4).substring(0, 20));
    Files.writeString(log, String.join("\n", cut) + "\n");
    assertThat(broken()).isEqualTo("line 5: no entry can be read where delays entry 5 belongs");
  }

  @Test
  void anEntryMadeUpWithAHashOfItsOwnBreaksTheChain() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    LogEntry second = AuditLog.read(log).get(1);
    Decision other = scene.log().get(3);
    LogEntry forged = LogEntry.of(second.sequence(), second.previousHash(), other);
    lines.set(1, AuditLine.of(forged));
    Files.writeString(log, String.join("\n", lines) + "\n");

    assertThat(broken()).isEqualTo("line 3: delays entry 3 does not follow the entry before it");
  }

  private String broken() {
    return AuditLog.verify(log).broken().orElseThrow().toString();
  }

  @Test
  void aCheckTellsWhereEachChainEnds() {
    AuditLog.ChainEnd end = AuditLog.verify(log).chains().get(0);

    assertThat(end.retraining()).isEqualTo(Scene.NAME);
    assertThat(end.entries()).isEqualTo(scene.log().size());
    assertThat(end.hash()).isEqualTo(AuditLog.read(log).get(scene.log().size() - 1).hash());
  }

  @Test
  void whyGivesTheChainFromSignalToPromotion() {
    List<LogEntry> why = AuditLog.why(AuditLog.read(log), Scene.NAME, "1");

    assertThat(why)
        .extracting(entry -> entry.decision().kind())
        .containsExactly(
            Kind.RETRAIN, Kind.SUBMITTED, Kind.RUN_SUCCEEDED, Kind.ROLLOUT_STARTED, Kind.PROMOTED);
    assertThat(why.get(0).decision().why()).isEqualTo("auc 0.55 is below 0.6");
    assertThat(AuditLog.why(AuditLog.read(log), Scene.NAME, "77")).isEmpty();
  }

  @Test
  void aVersionOfAnotherModelInTheSameLogIsNotMeant() {
    List<LogEntry> two = new ArrayList<>(AuditLog.read(log));
    Scene other = new Scene(Scene.policy().named("other").when(metric("auc").below(0.6), BATCH));
    other.metrics.put("auc", other.clock.instant(), 0.5);
    other.every(Duration.ofHours(1), 3);
    two.addAll(other.store.history("other", 0));

    assertThat(AuditLog.why(two, "nothing", "1")).isEmpty();
    assertThat(AuditLog.why(two, "other", "1"))
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.decision().retraining()).isEqualTo("other"));
  }

  @Test
  void aReplayAgreesWithWhatWasDecided() {
    assertThat(Replay.of(AuditLog.read(log))).isEmpty();
  }

  @Test
  void aReplayFindsANumberThatDoesNotFit() throws Exception {
    String forged = Files.readString(log).replace("\"value\":0.55", "\"value\":0.75");
    Files.writeString(log, forged, StandardCharsets.UTF_8);

    List<Replay.Disagreement> found = Replay.of(AuditLog.read(log));

    assertThat(found).isNotEmpty();
    assertThat(found.get(0).why())
        .contains("auc 0.75 is not below 0.6, but the log states otherwise");
  }
}
