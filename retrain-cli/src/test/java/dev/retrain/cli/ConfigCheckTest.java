package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} and {@code doctor} read the operating config and the policies it names. */
class ConfigCheckTest {

  private static final Path PIPELINE =
      Path.of("../examples/pipelines/minimal.yaml").toAbsolutePath().normalize();

  @TempDir Path folder;

  @BeforeEach
  void configure() throws Exception {
    write("retrain.yaml", "{store: state, backend: {name: local}, retrainings: [policy.yaml]}");
    write("local.yaml", "{artifactRoot: runs, containerEngine: [docker]}");
    policy("{type: cron, at: '0 3 * * *'}", "");
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private void policy(String trigger, String more) throws Exception {
    write(
        "policy.yaml",
        "retrain: retraining/v1\npipeline: '"
            + PIPELINE
            + "'\nwhen: [{trigger: "
            + trigger
            + ", mode: full}]\n"
            + more);
  }

  private InProcess.Result retrain(String command) {
    return InProcess.retrain(command, "--config", folder.resolve("retrain.yaml").toString());
  }

  @Test
  void aConfigThatIsSoundPassesAndCreatesNothing() {
    InProcess.Result result = retrain("check");

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("policies", "ok", "policy.yaml", "minimal");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void everyProblemOfAPolicyIsListedByCheckAndDoctor() throws Exception {
    policy("{type: cron, att: '0 3 * * *'}", "colour: red\n");

    InProcess.Result checked = retrain("check");
    InProcess.Result examined = retrain("doctor");

    assertThat(checked.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(checked.out()).contains("'att'", "colour");
    assertThat(examined.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(examined.out()).contains("'att'", "colour");
  }

  @Test
  void aPolicyThatDoesNotExistIsAProblem() throws Exception {
    Files.delete(folder.resolve("policy.yaml"));

    assertThat(retrain("check").exitCode()).isEqualTo(ExitCode.INVALID);
  }

  @Test
  void aTargetThatNothingServesIsAProblem() throws Exception {
    policy("{type: cron, at: '0 3 * * *'}", "to: {type: in-process, router: r}\n");

    InProcess.Result checked = retrain("check");

    assertThat(checked.exitCode()).as(checked.out()).isEqualTo(ExitCode.INVALID);
    assertThat(checked.out()).contains("nothing sets the traffic");
  }

  @Test
  void checkAndDoctorListTheWarningsOfAPolicy() {
    InProcess.Result checked = retrain("check");

    assertThat(checked.exitCode()).as(checked.out()).isZero();
    assertThat(checked.out()).contains("warning", "its rollout has no rollback rule");
    assertThat(retrain("doctor").out()).contains("its rollout has no rollback rule");
  }

  @Test
  void aTickPrintsTheWarningsOfItsPolicies() throws Exception {
    policy("{type: flag, name: force}", "");

    assertThat(retrain("tick").err())
        .contains("warning: minimal: its rollout has no rollback rule");
  }

  @Test
  void flagsWithoutASourceAreAWarning() throws Exception {
    policy("{type: flag, name: force}", "");

    InProcess.Result checked = retrain("check");

    assertThat(checked.exitCode()).as(checked.out()).isZero();
    assertThat(checked.out()).contains("warning", "[force]", "RETRAIN_FLAG_");
  }
}
