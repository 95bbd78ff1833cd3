package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.process;
import static dev.retrain.backend.local.Pipelines.single;
import static dev.retrain.backend.local.Pipelines.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.spi.backend.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a step learns of the secrets around it, and what its output keeps of them. */
@Timeout(120)
class StepSecretsTest {

  private static final String PASSWORD = "hunter-22-and-more";

  @TempDir Path root;

  /** In a process with credentials of its own: runs a step of a shell command. */
  static final class Runner {
    public static void main(String[] args) throws Exception {
      Path root = Path.of(args[0]);
      try (LocalBackend backend =
          new LocalBackend(
              LocalSettings.of(
                  Settings.parse(
                      "{artifactRoot: "
                          + root
                          + "/runs, inheritEnvironment: [FLIGHTS_*], images: {img/sh: [sh, -c, '"
                          + args[1]
                          + "']}}",
                      "test")),
              Map.of(),
              Clock.systemUTC())) {
        RunStatus status =
            Pipelines.ended(
                backend,
                backend.submit(
                    submission(single(process("sh").secret("MINE", SecretRef.secret("my-own"))))));
        Files.writeString(root.resolve("status"), status.toString());
      }
    }
  }

  private String status(String command) throws Exception {
    ProcessBuilder runner =
        new ProcessBuilder(
            StepsJava.launcher(),
            "-cp",
            System.getProperty("java.class.path"),
            Runner.class.getName(),
            root.toString(),
            command);
    runner.environment().put("RETRAIN_STORE_PASSWORD", PASSWORD);
    runner.environment().put("AWS_SECRET_ACCESS_KEY", "aws-" + PASSWORD);
    runner.environment().put("DATABASE_URL", "postgres://me:pw@db/x");
    runner.environment().put("HTTPS_PROXY", "http://me:pw@proxy:3128");
    runner.environment().put("JAVA_API_TOKEN", "java-" + PASSWORD);
    runner.environment().put("FLIGHTS_YEAR", "2001");
    runner.environment().put("MY_OWN", "my-own-secret");
    runner.redirectErrorStream(true).redirectOutput(root.resolve("out").toFile());
    Process process = runner.start();
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(root.resolve("out"))).isZero();
    return Files.readString(root.resolve("status"));
  }

  @Test
  void aStepInheritsNoCredentialOfThisProcess() throws Exception {
    assertThat(status("env > " + root.resolve("env"))).startsWith("Succeeded");

    List<String> names =
        Files.readAllLines(root.resolve("env")).stream()
            .map(line -> line.replaceFirst("=.*", ""))
            .toList();
    assertThat(names)
        .contains("PATH", "FLIGHTS_YEAR", "MINE")
        .doesNotContain(
            "RETRAIN_STORE_PASSWORD",
            "AWS_SECRET_ACCESS_KEY",
            "DATABASE_URL",
            "HTTPS_PROXY",
            "JAVA_API_TOKEN",
            "MY_OWN");
  }

  @Test
  void whatAFailingStepPrintsIsKeptWithoutSecrets() throws Exception {
    String status = status("echo got $MINE; echo and " + PASSWORD + " too; exit 3");

    assertThat(status).startsWith("Failed").contains("got ***", "and *** too");
    Path run = root.resolve("runs/single/a-key");
    assertThat(run.resolve("sh/attempt-1.log")).hasContent("got ***\nand *** too");
    try (var files = Files.walk(run)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(file).content().doesNotContain(PASSWORD, "my-own-secret"));
    }
  }

  @Test
  void aSecretIsMaskedWhereverItLiesInALongLog() throws Exception {
    Path log = root.resolve("long.log");
    String text = "x".repeat((1 << 16) - 5) + PASSWORD + "y".repeat(1 << 16) + PASSWORD;
    Files.writeString(log, text);

    Masking.of(List.of(PASSWORD), Map.of()).maskFile(log);

    assertThat(Files.readString(log)).isEqualTo(text.replace(PASSWORD, "***"));
    assertThat(root.resolve("long.log.part")).doesNotExist();
  }

  @Test
  void ordinaryWordsAreNotMasked() {
    Masking masking = Masking.of(List.of("abc"), Map.of("TOKEN_CACHE", "true"));

    assertThat(masking.mask("abc is true")).isEqualTo("abc is true");
  }
}
