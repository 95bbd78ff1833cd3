package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.testkit.SettableClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rollback}, {@code history}, {@code why} and {@code audit} for every kind of target. */
class DecisionCommandsTest {

  private static final Path PIPELINE =
      Path.of("../examples/pipelines/minimal.yaml").toAbsolutePath().normalize();

  @TempDir Path folder;

  @BeforeEach
  void configure() throws Exception {
    Files.writeString(
        folder.resolve("retrain.yaml"),
        "{store: state, backend: {name: local}, retrainings: [policy.yaml]}");
    Files.writeString(
        folder.resolve("policy.yaml"),
        "{retrain: retraining/v1, pipeline: '"
            + PIPELINE
            + "', when: [{trigger: {type: flag, name: force}, mode: full}]}");
  }

  private InProcess.Result retrain(String... words) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--config";
    all[words.length + 1] = folder.resolve("retrain.yaml").toString();
    return InProcess.retrain(all);
  }

  private void manualRollout() {
    try (JdbcStore store = Stores.open(folder.resolve("state").toString())) {
      ModelVersion version =
          new ModelVersion(
              "demo",
              "2",
              Instant.EPOCH,
              URI.create("file:///m"),
              Map.of(ModelVersion.GATE_TAG, "passed", ModelVersion.RUN_TAG, "run-2"),
              Set.of());
      ManualDeployment.begin(
          store,
          new ManualDeployment.Order(
              ApprovedModel.from(version),
              "shop",
              Optional.of("1"),
              Rollout.canary(new Percent(5)).observe(Duration.ofMinutes(30)),
              Node.of(Map.of())),
          SettableClock.at("2001-01-01T00:00:00Z"));
    }
  }

  @Test
  void rollbackFindsTheAliasOfAModel() {
    InProcess.Result result = retrain("rollback", "--endpoint", "minimal");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("requested: minimal, roll back");
  }

  @Test
  void rollbackNamesTheTargetsThatExist() {
    InProcess.Result result = retrain("rollback", "--endpoint", "other");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err())
        .contains("has the target 'other'", "the registry alias of minimal")
        .doesNotContain("[model=");
  }

  @Test
  void historyAndWhyKnowManualRollouts() {
    manualRollout();

    InProcess.Result history = retrain("history", "deploy-shop");
    InProcess.Result why = retrain("why", "demo@2");

    assertThat(history.exitCode()).as(history.err()).isZero();
    assertThat(history.out()).contains("ROLLOUT_STARTED");
    assertThat(why.exitCode()).as(why.err()).isZero();
    assertThat(why.out()).contains("ROLLOUT_STARTED");
  }

  @Test
  void historyOfAnUnknownRetrainingNamesThoseThatAreKnown() {
    manualRollout();

    InProcess.Result result = retrain("history", "other");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("minimal", "deploy-shop");
  }

  @Test
  void anEmptyLogIsNotIntact() throws Exception {
    Path log = Files.createFile(folder.resolve("log.jsonl"));

    InProcess.Result text = InProcess.retrain("audit", "verify", log.toString());
    InProcess.Result json =
        InProcess.retrain("audit", "verify", log.toString(), "--output-format", "json");

    assertThat(text.exitCode()).isEqualTo(ExitCode.UNDECIDED);
    assertThat(text.out()).contains("the log has no entry").doesNotContain("intact");
    assertThat(json.out()).contains("\"intact\" : false");
  }
}
