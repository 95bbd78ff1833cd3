package dev.retrain.cli.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.backend.local.endpoint.EmbeddedEndpoint;
import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.ScheduleSummary;
import dev.retrain.spi.registry.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folders of the local backend: runs, cache, registry, schedules and an endpoint. */
class LocalGoldensTest {

  @TempDir Path folder;
  private Path local;

  @BeforeEach
  void copy() throws IOException {
    local = Goldens.copy("local", folder);
  }

  private SortedMap<String, String> retrain(String command, String pipeline, String... more) {
    Stream<String> words =
        Stream.of(
            command,
            local.resolve(pipeline + ".yaml").toString(),
            "--backend",
            "local",
            "--config",
            local.resolve("local.yaml").toString(),
            "--output-format",
            "json");
    return DocumentLeaves.of(
        Goldens.retrain(Stream.concat(words, Stream.of(more)).toArray(String[]::new)));
  }

  private SortedMap<String, String> printed(String file) throws IOException {
    return DocumentLeaves.of(Files.readString(Goldens.copy("printed/" + file + ".json", folder)));
  }

  private static String value(SortedMap<String, String> leaves, String place) {
    return leaves.get(place).replace("\"", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "cached", "shut"})
  void runsAreListedAndToldAsTheyWere(String pipeline) throws Exception {
    SortedMap<String, String> listed = retrain("status", pipeline);
    SortedMap<String, String> told =
        retrain("status", pipeline, "--run", value(listed, "/runs[0]/run"));

    assertThat(listed).containsAllEntriesOf(printed("runs." + pipeline));
    assertThat(told).containsAllEntriesOf(printed("run." + pipeline));
  }

  @Test
  void aRunOfTheSameKeyIsNotRunAgain() throws Exception {
    Path journal =
        local
            .resolve("runs")
            .resolve(value(printed("run.minimal"), "/id"))
            .resolve("journal.jsonl");
    String before = Files.readString(journal);

    SortedMap<String, String> again = run("minimal");

    assertThat(again).containsAllEntriesOf(printed("run.minimal"));
    assertThat(journal).hasContent(before);
  }

  @Test
  void aCachedStepIsNotRunAgain() throws Exception {
    SortedMap<String, String> again = run("cached", "--attempt", "2");

    assertThat(again)
        .containsEntry("/steps[0]/step", "\"prepare\"")
        .containsEntry("/steps[0]/state", "\"cached\"")
        .containsEntry("/registered", "\"cached@2\"");
  }

  private SortedMap<String, String> run(String pipeline, String... more) {
    Stream<String> same =
        Stream.of(
            "--trigger-reason",
            "the first model",
            "--data-version",
            "v1",
            "--param",
            "rows=60",
            "--wait");
    return retrain("run", pipeline, Stream.concat(same, Stream.of(more)).toArray(String[]::new));
  }

  private LocalBackend backend() {
    return LocalBackend.builder()
        .artifactRoot(local.resolve("runs"))
        .command("retrain/example-prepare", "sh", "steps.sh")
        .command("retrain/example-train", "sh", "steps.sh")
        .command("retrain/example-evaluate", "sh", "steps.sh")
        .build();
  }

  @Test
  void versionsHaveTheirTagsAliasesAndPlaces() {
    try (LocalBackend backend = backend()) {
      ModelVersion version =
          backend.registry().byAlias("minimal", ModelRegistry.CHALLENGER).orElseThrow();

      assertThat(version.version()).isEqualTo("1");
      assertThat(version.tags()).containsEntry(ModelVersion.GATE_TAG, "passed");
      assertThat(Path.of(version.artifact()))
          .startsWith(local)
          .isDirectoryContaining("glob:**.csv");
    }
  }

  @Test
  void aScheduleThatIsPutAgainIsTheOneThatIsThere() throws Exception {
    Path file = local.resolve("runs/.schedules/weekly.json");
    String before = Files.readString(file);
    RunSchedule same =
        new RunSchedule(
            "weekly",
            Pipeline.read(local.resolve("minimal.yaml")),
            "0 3 * * 1",
            ZoneId.of("Europe/Paris"),
            Map.of("rows", "60"),
            RetrainMode.BATCH,
            Map.of("Owner", "risk"));
    try (LocalBackend backend = backend()) {
      ScheduleSummary there = backend.schedules().orElseThrow().find("weekly").orElseThrow();

      assertThat(backend.schedules().orElseThrow().put(same)).isEqualTo(there);
    }
    assertThat(file).hasContent(before);
  }

  @Test
  void anEndpointServesWhatItServed() {
    try (EmbeddedEndpoint endpoint =
        EmbeddedEndpoint.named("prices")
            .folder(local.resolve("endpoint"))
            .models(version -> features -> 0.5)
            .start()) {
      assertThat(endpoint.deployer().split().orElseThrow().share("2").value()).isEqualTo(25);
      assertThat(endpoint.deployer().health().get("1").requests()).isEqualTo(30);
      assertThat(endpoint.deployer().health().get("2").requests()).isEqualTo(10);
    }
  }
}
