package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.KEY;
import static dev.retrain.backend.local.Pipelines.process;
import static dev.retrain.backend.local.Pipelines.run;
import static dev.retrain.backend.local.Pipelines.single;
import static dev.retrain.backend.local.Pipelines.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.backend.local.process.ChildEnvironment;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps as real child processes with real children of their own. */
class ChildProcessTest {

  @TempDir Path root;

  /** A child and a grandchild whose parent ends at once, each noting its number; then it hangs. */
  private LocalBackend hanging() {
    return LocalBackend.builder()
        .artifactRoot(root.resolve("runs"))
        .command("img/hang", hang().toArray(String[]::new))
        .build();
  }

  private List<String> hang() {
    return List.of(
        "sh",
        "-c",
        "sleep 600 & echo $! >> "
            + pids()
            + "; sh -c 'sleep 601 & echo $! >> "
            + pids()
            + "'; echo $$ >> "
            + pids()
            + "; wait; sleep 602");
  }

  private Path pids() {
    return root.resolve("pids");
  }

  private List<Long> awaitPids(int count) {
    return Pipelines.lines(pids(), count).stream().map(Long::valueOf).toList();
  }

  private static void assertAllEnd(List<Long> pids) {
    Await.until(
        "all to end",
        Duration.ofMinutes(1),
        () -> pids.stream().filter(ChildProcessTest::isAlive).toList(),
        List::isEmpty);
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void killsAStepAtItsTimeout() throws Exception {
    try (LocalBackend backend = hanging()) {
      assertThat(run(backend, single(process("hang").timeout(Duration.ofMillis(50)))))
          .isInstanceOfSatisfying(
              RunStatus.Failed.class,
              failed -> assertThat(failed.why()).contains("hang", "timeout of 50ms"));
    }
  }

  @Test
  void killsChildrenAndTheirsAtATimeout() throws Exception {
    ChildProcess hanging =
        ChildProcess.start(
            hang(),
            root,
            ChildEnvironment.of(System.getenv(), List.of()),
            root.resolve("log"),
            () -> {});
    hanging.begin();
    List<Long> pids = awaitPids(3);

    assertThat(hanging.await(Optional.of(Duration.ofMillis(1))).wrong())
        .hasValueSatisfying(why -> assertThat(why).contains("with its children", "timeout of 1ms"));

    assertAllEnd(pids);
  }

  @Test
  void killsTheWholeTreeWhenCancelled() throws Exception {
    try (LocalBackend backend = hanging()) {
      RunHandle run = backend.submit(submission(single(process("hang"))));
      List<Long> pids = awaitPids(3);

      backend.cancel(run);

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Cancelled.class);
      assertThat(backend.steps(run))
          .extracting(StepRun::state)
          .containsExactly(StepRun.State.CANCELLED);
      assertAllEnd(pids);
    }
  }

  @Test
  void canBeCancelledThroughAnotherBackend() throws Exception {
    try (LocalBackend backend = hanging();
        LocalBackend other = LocalBackend.builder().artifactRoot(root.resolve("runs")).build()) {
      RunHandle run = backend.submit(submission(single(process("hang"))));
      List<Long> pids = awaitPids(3);

      other.cancel(other.find(KEY).orElseThrow());

      assertThat(Pipelines.ended(other, run)).isInstanceOf(RunStatus.Cancelled.class);
      assertAllEnd(pids);
    }
  }

  @Test
  void leavesNothingBehindWhenClosedAndSaysTheRunIsLost() throws Exception {
    List<Long> pids;
    RunHandle run;
    try (LocalBackend backend = hanging()) {
      run = backend.submit(submission(single(process("hang"))));
      pids = awaitPids(3);
    }

    assertAllEnd(pids);
    try (LocalBackend other = LocalBackend.builder().artifactRoot(root.resolve("runs")).build()) {
      assertThat(other.status(run)).isInstanceOf(RunStatus.Lost.class);
    }
  }

  @Test
  void endsChildrenThatOutliveAStepThatEndedWell() throws Exception {
    try (LocalBackend backend =
        LocalBackend.builder()
            .artifactRoot(root.resolve("runs"))
            .command("img/fork", "sh", "-c", "sleep 600 & echo $! >> " + pids())
            .build()) {
      assertThat(run(backend, single(process("fork")))).isInstanceOf(RunStatus.Succeeded.class);

      assertAllEnd(awaitPids(1));
    }
  }

  @Test
  void saysWhatCouldNotBeStarted() throws Exception {
    try (LocalBackend backend =
        LocalBackend.builder().artifactRoot(root).command("img/none", "/no/such/program").build()) {
      RunStatus status = run(backend, single(process("none")));

      assertThat(status)
          .isInstanceOfSatisfying(
              RunStatus.Failed.class,
              failed -> assertThat(failed.why() + failed.logTail()).contains("/no/such/program"));
    }
  }

  @Test
  void givesEnvironmentAndSecretsAndKeepsSecretsOutOfTheRunFolder() throws Exception {
    Path secrets = Files.createDirectories(root.resolve("secrets/store"));
    Files.writeString(secrets.resolve("password"), "s3cr3t\n");
    try (LocalBackend backend =
        new LocalBackend(
            LocalSettings.of(
                Settings.parse(
                    "{artifactRoot: "
                        + root.resolve("runs")
                        + ", secretsFolder: "
                        + root.resolve("secrets")
                        + ", images: {img/env: [sh, -c, 'test \"$PASSWORD$WHAT\" = s3cr3tx']}}",
                    "test")),
            Map.of(),
            Clock.systemUTC())) {
      RunStatus status =
          run(
              backend,
              single(
                  process("env")
                      .environment("WHAT", "x")
                      .secret("PASSWORD", SecretRef.secret("store", "password"))));

      assertThat(status).isInstanceOf(RunStatus.Succeeded.class);
      try (var files = Files.walk(root.resolve("runs"))) {
        assertThat(files.filter(Files::isRegularFile))
            .allSatisfy(file -> assertThat(file).content().doesNotContain("s3cr3t"));
      }
    }
  }

  @Test
  void startsContainersByTheEnginesCommandLine() throws Exception {
    Path engine = root.resolve("engine.sh");
    Files.writeString(engine, "echo \"$@\" >> " + root.resolve("calls") + "\n");
    try (LocalBackend backend =
        new LocalBackend(
            LocalSettings.of(
                Settings.parse(
                    "{artifactRoot: "
                        + root.resolve("runs")
                        + ", containerEngine: [sh, "
                        + engine
                        + "]}",
                    "test")),
            Map.of(),
            Clock.systemUTC())) {
      run(backend, single(process("boxed").environment("A", "hidden").writes(Pipelines.ROWS)));

      assertThat(root.resolve("calls"))
          .content()
          .startsWith("run --rm --name retrain-single-a-key-boxed-attempt-1")
          .contains("--entrypoint boxed img/boxed --rows " + root.resolve("runs"))
          .contains("-e A")
          .doesNotContain("hidden");
    }
  }

  @Test
  void refusesASecretThatIsNotHere() {
    try (LocalBackend backend =
        LocalBackend.builder().artifactRoot(root).command("img/env", "true").build()) {
      assertThatThrownBy(
              () ->
                  backend.submit(
                      submission(
                          single(process("env").secret("P", SecretRef.secret("no-such-secret"))))))
          .hasMessageContaining("NO_SUCH_SECRET");
    }
  }
}
