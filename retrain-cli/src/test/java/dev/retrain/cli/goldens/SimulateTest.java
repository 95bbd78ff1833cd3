package dev.retrain.cli.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.cli.InProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code simulate} plays a policy over the past with real runs of programs. */
class SimulateTest {

  @TempDir Path folder;
  private Path local;

  @BeforeEach
  void configure() throws IOException {
    local = Goldens.copy("local", folder);
    Files.writeString(
        local.resolve("policy.yaml"),
        "retrain: retraining/v1\npipeline: minimal.yaml\nwhen: [{trigger: {type: cron, at: '0 3 * *"
            + " *'}, mode: full}]\n");
    Files.writeString(
        local.resolve("retrain.yaml"),
        "{store: real, backend: {name: local}, retrainings: [policy.yaml]}");
  }

  private InProcess.Result simulate(String... more) {
    return InProcess.retrain(
        Stream.concat(
                Stream.of("simulate", "--config", local.resolve("retrain.yaml").toString()),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void runsAndPromotesAtTheTimesOfThePast() throws IOException {
    long before;
    try (Stream<Path> runs = Files.list(local.resolve("runs"))) {
      before = runs.count();
    }

    InProcess.Result result =
        simulate(
            "--from=2001-01-01T00:00:00Z",
            "--to=2001-01-01T06:00:00Z",
            "--folder=" + folder.resolve("sim"));

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.err())
        .contains("2001-01-01T03:00:00Z minimal: ", "version 1 is the champion");
    assertThat(result.out()).contains("minimal is idle");
    assertThat(local.resolve("real")).doesNotExist();
    try (Stream<Path> runs = Files.list(local.resolve("runs"))) {
      assertThat(runs.count()).isEqualTo(before);
    }
    assertThat(folder.resolve("sim").resolve("runs")).isDirectory();
  }

  @Test
  void refusesTimesAndFoldersThatItCannotUse() throws IOException {
    String sim = "--folder=" + folder.resolve("sim");
    assertThat(simulate("--from=2001-01-02T00:00:00Z", "--to=2001-01-01T00:00:00Z", sim).err())
        .contains("is not before");
    assertThat(simulate("--from=yesterday", "--to=2001-01-01T00:00:00Z", sim).err())
        .contains("'yesterday' is no instant");
    assertThat(simulate("--from=2001-01-01T00:00:00Z", "--to=9999-01-01T00:00:00Z", sim).err())
        .contains("more than 100000 times");
    assertThat(
            simulate(
                    "--from=2001-01-01T00:00:00Z", "--to=2001-01-02T00:00:00Z", "--folder=" + local)
                .err())
        .contains("is not empty");
  }
}
