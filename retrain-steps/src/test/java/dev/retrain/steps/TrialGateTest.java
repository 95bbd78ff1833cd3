package dev.retrain.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.steps.folder.FolderRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialGateTest {

  @TempDir Path root;

  private Steps.Said gateThatRegisters(String... more) throws IOException {
    Path metrics = Steps.folder(root, "m", "metrics.json", "{\"auc\": 0.7}");
    Path model = Steps.folder(root, "model", "weights", "1");
    List<Object> words =
        new ArrayList<>(
            List.of(
                "--condition",
                "[{\"type\":\"at-least\",\"metric\":\"auc\",\"threshold\":0.6}]",
                "--decision",
                root,
                "--verdict-file",
                root.resolve("verdict"),
                "--model-name",
                "flights",
                "--registry",
                root.resolve("registry"),
                "--run-key",
                "flights-1"));
    words.addAll(List.of(more));
    words.addAll(List.of("--reads", "m:metrics,f:model", "--m", metrics, "--f", model));
    return Steps.run("gate", words.toArray());
  }

  private List<ModelVersion> registered() {
    return new FolderRegistry(root.resolve("registry"), Clock.systemUTC()).versions("flights");
  }

  @ParameterizedTest
  @CsvSource({"--sample, 0.5", "--trial, true"})
  void aGateOfATrialPassesAndRegistersNothing(String option, String value) throws IOException {
    Steps.Said said = gateThatRegisters(option, value);

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).contains("the run is a trial: nothing is registered");
    assertThat(root.resolve("gate.json"))
        .content()
        .contains("\"passed\" : true", "\"trial\" : true")
        .doesNotContain("version");
    assertThat(root.resolve("verdict")).hasContent("trial");
    assertThat(registered()).isEmpty();
  }

  @Test
  void aGateOfARunOnAllRowsRegistersWithTheProfile() throws IOException {
    Steps.Said said =
        gateThatRegisters("--sample", "1.0", "--trial", "false", "--profile-uri", "s3://b/profile");

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(root.resolve("verdict")).hasContent("true");
    assertThat(registered())
        .singleElement()
        .satisfies(version -> assertThat(version.profile()).contains(URI.create("s3://b/profile")));
  }

  @Test
  void aGateRefusesATrialThatIsNoTruthValue() throws IOException {
    Steps.Said said = gateThatRegisters("--trial", "True");

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.text()).contains("--trial takes true or false");
    assertThat(registered()).isEmpty();
  }
}
