package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.source.FlagSource.Flag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatingFlagsTest {

  @TempDir Path folder;

  @Test
  void readsFlagsOfAFileAtEveryQuery() throws Exception {
    Path file = Files.writeString(folder.resolve("flags.yaml"), "{force: false, level: 3}");
    OperatingFlags flags =
        new OperatingFlags(Optional.of(file), Optional.empty(), Map.of("FORCE", "true"));

    assertThat(flags.flag("force")).contains(new Flag(false, "false"));
    assertThat(flags.flag("level")).contains(new Flag(true, "3"));
    assertThat(flags.flag("other")).isEmpty();

    Files.writeString(file, "{force: 2001-02-03}");
    assertThat(flags.flag("force")).contains(new Flag(true, "2001-02-03"));
  }

  @Test
  void variablesOfTheEnvironmentTakePrecedence() throws Exception {
    Path file = Files.writeString(folder.resolve("flags.yaml"), "{force-retrain: false}");
    OperatingFlags flags =
        new OperatingFlags(
            Optional.of(file), Optional.of("FLAG_"), Map.of("FLAG_FORCE_RETRAIN", "on"));

    assertThat(flags.flag("force-retrain")).contains(new Flag(true, "on"));
  }

  @Test
  void aConfigNamesTheFileOrThePrefix() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("retrain.yaml"),
            "{backend: {name: local}, retrainings: [], flags: {file: flags.yaml, environment:"
                + " F_}}");

    OperatingFlags flags = OperatingConfig.read(config).flags();

    assertThat(flags.file()).contains(folder.resolve("flags.yaml"));
    assertThat(flags.environment()).contains("F_");
  }

  @Test
  void tickWarnsOfFlagsWithoutASource() throws Exception {
    Path pipeline = Path.of("../examples/pipelines/minimal.yaml").toAbsolutePath().normalize();
    Files.writeString(
        folder.resolve("policy.yaml"),
        "{retrain: retraining/v1, pipeline: '"
            + pipeline
            + "', when: [{trigger: {type: flag, name: force}, mode: full}]}");
    Path config =
        Files.writeString(
            folder.resolve("retrain.yaml"),
            "{store: state, backend: {name: local}, retrainings: [policy.yaml]}");

    InProcess.Result ticked = InProcess.retrain("tick", "--config", config.toString());

    assertThat(ticked.exitCode()).as(ticked.err()).isZero();
    assertThat(ticked.err()).contains("warning: minimal has triggers on the flags [force]");
  }
}
