package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One meaning of {@code --config}, and {@code --settings} for a backend alone. */
class BackendOptionsTest {

  private static final String PIPELINE = "../examples/pipelines/minimal.yaml";

  @TempDir Path folder;

  @BeforeEach
  void configure() throws Exception {
    write(
        "retrain.yaml",
        "{store: state, backend: {name: local, settings: machine.yaml}, retrainings: []}");
    write("machine.yaml", "{artifactRoot: runs, containerEngine: [docker]}");
    write("wrong.yaml", "{artifactRot: runs}");
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private InProcess.Result plan(String... more) {
    return InProcess.retrain(
        Stream.concat(Stream.of("plan", PIPELINE), Stream.of(more)).toArray(String[]::new));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void planTakesTheBackendOfTheOperatingConfig() {
    InProcess.Result result = plan("--config", file("retrain.yaml"));

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("on local");
    assertThat(result.err()).doesNotContain("placeholder", "hint");
  }

  @Test
  void settingsOfABackendAreNamedOnTheirOwn() {
    assertThat(plan("--backend", "local", "--settings", file("machine.yaml")).exitCode()).isZero();

    InProcess.Result wrong = plan("--backend", "local", "--settings", file("wrong.yaml"));
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(wrong.err()).contains("unknown key 'artifactRot'");
  }

  @Test
  void settingsUnderConfigStillWorkWithAHint() {
    InProcess.Result result = plan("--backend", "local", "--config", file("machine.yaml"));

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("hint: ", "Name it with --settings");
  }

  @Test
  void aBackendThatNothingNamesIsAMissingOption() {
    InProcess.Result result = plan();

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err()).contains("Missing required option: '--backend=NAME'");
  }

  @Test
  void aConfigThatDoesNotExistIsNamed() {
    for (String command : List.of("plan", "run", "status", "doctor", "sweep")) {
      InProcess.Result result =
          InProcess.retrain(
              Stream.concat(
                      Stream.of(command, "--config", file("absent.yaml"), "--backend", "local"),
                      command.equals("doctor")
                          ? Stream.of()
                          : command.equals("run")
                              ? Stream.of(PIPELINE, "--data-version=1", "--trigger-reason=test")
                              : Stream.of(PIPELINE))
                  .toArray(String[]::new));

      assertThat(result.exitCode()).as(command).isNotZero();
      assertThat(result.err() + result.out()).as(command).contains("absent.yaml does not exist");
    }
  }
}
