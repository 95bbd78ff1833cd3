package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that no command can use are refused with a message, never with a stack trace. */
class InvalidArgumentsTest {

  private static final String PIPELINE = "../examples/pipelines/minimal.yaml";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "--sample, 0",
    "--sample, 1.5",
    "--sample, NaN",
    "--attempt, 0",
    "--attempt, -1",
    "--data-version, ''",
    "--trigger-reason, ' '",
  })
  void runRefusesTheValueOfAnOption(String option, String value) {
    Stream<String> usual =
        Stream.of("--trigger-reason=test", "--data-version=v1")
            .filter(given -> !given.startsWith(option));

    InProcess.Result result =
        InProcess.retrain(
            Stream.concat(
                    Stream.of("run", PIPELINE, "--backend", "local", option + "=" + value), usual)
                .toArray(String[]::new));

    refused(result).contains("Invalid value for option '" + option + "'");
  }

  @Test
  void runRefusesASampleThatNoStepTakes() {
    InProcess.Result result =
        InProcess.retrain(
            "run",
            PIPELINE,
            "--backend",
            "local",
            "--sample=0.1",
            "--trigger-reason=test",
            "--data-version=v1");

    refused(result).contains("Option '--sample' has no effect", "takes the parameter sample");
  }

  @ParameterizedTest
  @CsvSource({"--min-auc=NaN, --min-auc", "--min=auc=Infinity, --min", "--max=auc=NaN, --max"})
  void validateModelRefusesLimitsThatAreNotFinite(String argument, String option) throws Exception {
    Path metrics = Files.writeString(folder.resolve("metrics.json"), "{\"auc\": 0.7}");

    refused(InProcess.retrain("validate-model", "--metrics", metrics.toString(), argument))
        .contains("Invalid value for option '" + option + "'", "not a finite number");
  }

  @Test
  void aPathWithANulCharacterIsNamed() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("retrain.yaml"),
            "{store: \"a\\0b\", backend: {name: local}, retrainings: []}");

    refused(InProcess.retrain("tick", "--config", config.toString()))
        .contains("invalid path 'a?b': Nul character not allowed");
  }

  @ParameterizedTest
  @CsvSource({"/", "."})
  void aFolderIsNoFileToWrite(String output) throws Exception {
    Path data = Files.writeString(folder.resolve("a.csv"), "x\n1\n2\n");

    InProcess.Result result = InProcess.retrain("profile", data.toString(), "--output", output);

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains("it is a folder").doesNotContain("\tat ");
  }

  @Test
  void outputThatCannotBeWrittenIsAFailure() throws Exception {
    java.io.OutputStream full =
        new java.io.OutputStream() {
          @Override
          public void write(int octet) throws java.io.IOException {
            throw new java.io.IOException("no space left on device");
          }
        };
    java.io.StringWriter err = new java.io.StringWriter();

    int code =
        Main.run(
            new java.io.PrintWriter(full, true),
            new java.io.PrintWriter(err, true),
            "plan",
            PIPELINE,
            "--backend",
            "local");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("standard output could not be written");
  }

  private static org.assertj.core.api.AbstractStringAssert<?> refused(InProcess.Result result) {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.INVALID);
    return assertThat(result.err()).doesNotContain("\tat ");
  }
}
