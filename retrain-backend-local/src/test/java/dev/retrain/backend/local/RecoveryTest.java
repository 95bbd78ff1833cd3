package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.KEY;
import static dev.retrain.backend.local.Pipelines.process;
import static dev.retrain.backend.local.Pipelines.single;
import static dev.retrain.backend.local.Pipelines.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.testkit.Await;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run when its process dies, several race for it, or the disk is full. */
class RecoveryTest {

  private static final Pipeline TWO_STEPS =
      Pipeline.named("two-steps")
          .step(process("quick").writes(Pipelines.ROWS))
          .step(process("slow").reads(Pipelines.ROWS))
          .build();

  @TempDir Path root;

  /** The second step's command that lasts until the file {@code go} is there. */
  private static final String UNTIL_GO = "while [ ! -e $ROOT/go ]; do sleep 0.02; done";

  private static final String FOR_EVER = "exec sleep 600";

  /** In a process of its own: submits {@link #TWO_STEPS} with a second step, and waits. */
  static final class Submitter {
    public static void main(String[] args) throws Exception {
      try (LocalBackend backend = backend(Path.of(args[0]), args[1])) {
        backend.submit(submission(TWO_STEPS));
        Files.writeString(
            Path.of(args[0], "submitted"),
            ProcessHandle.current().pid() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        new CountDownLatch(1).await();
      }
    }
  }

  private static LocalBackend backend(Path root, String slow) {
    return LocalBackend.builder()
        .artifactRoot(root.resolve("runs"))
        .command("img/quick", "sh", "-c", "echo quick >> " + root.resolve("trace") + "; touch $2/x")
        .command(
            "img/slow",
            "sh",
            "-c",
            "ROOT=" + root + "; echo $$ >> $ROOT/slow; echo slow >> $ROOT/trace; " + slow)
        .build();
  }

  private Process submitter() throws IOException {
    return submitter(FOR_EVER);
  }

  private Process submitter(String slow) throws IOException {
    return new ProcessBuilder(
            StepsJava.launcher(),
            "-cp",
            System.getProperty("java.class.path"),
            Submitter.class.getName(),
            root.toString(),
            slow)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(root.resolve("submitters.log").toFile()))
        .start();
  }

  /** The number of the second step's process, once it has begun. */
  private long awaitSlow() {
    return Long.parseLong(Pipelines.lines(root.resolve("slow"), 1).get(0));
  }

  private void kill(Process submitter) throws InterruptedException {
    submitter.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
  }

  private static void awaitEnd(long pid) {
    Await.until(
        "the process " + pid + " to end",
        Duration.ofMinutes(1),
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive),
        Optional::isEmpty);
  }

  /** The process that leads the second step's session, as its run noted it. */
  private ProcessHandle leaderOfSlow() throws IOException {
    return RunHistory.of(new Journal(root.resolve("runs/two-steps/a-key/journal.jsonl")).read())
        .unfinished("slow", "slow")
        .flatMap(left -> left.process().find())
        .orElseThrow();
  }

  @Test
  void adoptsAStepThatStillRunsWhenItsProcessWasKilled() throws Exception {
    Process first = submitter(UNTIL_GO);
    awaitSlow();
    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.find(KEY).orElseThrow();
      kill(first);
      assertThat(backend.status(run)).isInstanceOf(RunStatus.Running.class);

      assertThat(backend.submit(submission(TWO_STEPS))).isEqualTo(run);
      Await.until(
          "the step to be adopted",
          Duration.ofMinutes(1),
          () -> backend.steps(run).get(1).message().orElse(""),
          message -> message.contains("adopted"));
      Files.createFile(root.resolve("go"));

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(Files.readAllLines(root.resolve("trace"))).containsExactly("quick", "slow");
      assertThat(backend.steps(run)).extracting(StepRun::attempts).containsExactly(1, 1);
    }
  }

  @Test
  void takesTheEndOfAStepThatEndedWhileNoProcessDroveItsRun() throws Exception {
    Process first = submitter(UNTIL_GO);
    awaitSlow();
    ProcessHandle leader = leaderOfSlow();
    kill(first);
    Files.createFile(root.resolve("go"));
    awaitEnd(leader.pid());
    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.find(KEY).orElseThrow();
      assertThat(backend.status(run))
          .isInstanceOfSatisfying(
              RunStatus.Lost.class,
              lost ->
                  assertThat(lost.why())
                      .contains(Long.toString(first.pid()), "is gone", "submit its key again"));

      backend.submit(submission(TWO_STEPS));

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(Files.readAllLines(root.resolve("trace"))).containsExactly("quick", "slow");
    }
  }

  @Test
  void failsAnAdoptedStepThatFails() throws Exception {
    Process first = submitter(UNTIL_GO + "; exit 9");
    awaitSlow();
    kill(first);
    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.submit(submission(TWO_STEPS));
      Files.createFile(root.resolve("go"));

      assertThat(Pipelines.ended(backend, run))
          .isInstanceOfSatisfying(
              RunStatus.Failed.class,
              failed -> assertThat(failed.why()).contains("slow exited with code 9"));
    }
  }

  @Test
  void startsAStepAgainThatWasKilledAsWell() throws Exception {
    Process first = submitter();
    long slow = awaitSlow();
    ProcessHandle leader = leaderOfSlow();
    kill(first);
    leader.destroyForcibly();
    ProcessHandle.of(slow).ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd(leader.pid());
    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.find(KEY).orElseThrow();
      assertThat(backend.status(run)).isInstanceOf(RunStatus.Lost.class);

      backend.submit(submission(TWO_STEPS));

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(Files.readAllLines(root.resolve("trace")))
          .containsExactly("quick", "slow", "slow");
      assertThat(backend.steps(run)).extracting(StepRun::attempts).containsExactly(1, 2);
    }
  }

  @Test
  void endsWhatAStepLeftWhoseLeaderIsGoneBeforeItStartsItAgain() throws Exception {
    Process first = submitter("sleep 600 & echo $! >> $ROOT/child; wait");
    long slow = awaitSlow();
    long child = Long.parseLong(Pipelines.lines(root.resolve("child"), 1).get(0));
    ProcessHandle leader = leaderOfSlow();
    kill(first);
    leader.destroyForcibly();
    ProcessHandle.of(slow).ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd(leader.pid());
    assertThat(ProcessHandle.of(child)).as("the step's child outlives it").isPresent();

    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.submit(submission(TWO_STEPS));

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
      awaitEnd(child);
    }
  }

  @Test
  void startsNoSecondCopyOfAStepAfterTheClockWasSet() throws Exception {
    Process first = submitter(UNTIL_GO);
    awaitSlow();
    kill(first);
    Path journal = root.resolve("runs/two-steps/a-key/journal.jsonl");
    // Start instants are computed from the boot time, so setting the clock moves them.
    Files.writeString(
        journal,
        Files.readString(journal)
            .replaceAll("\"started\":\"[^\"]*\"", "\"started\":\"2001-01-01T00:00:00Z\""));
    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.submit(submission(TWO_STEPS));
      Files.createFile(root.resolve("go"));

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(Files.readAllLines(root.resolve("trace"))).containsExactly("quick", "slow");
    }
  }

  @Test
  void endsEveryProcessAndGivesTheRunUpWhenItIsTerminated() throws Exception {
    Process first = submitter();
    long slow = awaitSlow();

    first.destroy(); // SIGTERM

    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    awaitEnd(slow);
    assertThat(root.resolve("runs/two-steps/a-key/result.json")).doesNotExist();
    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.submit(submission(TWO_STEPS));
      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
    }
  }

  @Test
  void aStepTerminatedTogetherWithItsProcessHasNotFailed() throws Exception {
    Process first = submitter("trap 'exit 143' TERM; sleep 600 & wait");
    awaitSlow();
    ProcessHandle leader = leaderOfSlow();

    // As a service manager does: every process is told, in no order.
    leader.descendants().forEach(ProcessHandle::destroy);
    first.destroy();

    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    awaitEnd(leader.pid());
    assertThat(root.resolve("runs/two-steps/a-key/result.json")).doesNotExist();
  }

  @Test
  void takesNoRunOnceItStops() {
    LocalBackend backend = backend(root, "true");
    backend.close();

    assertThatThrownBy(() -> backend.submit(submission(TWO_STEPS)))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("while this process stops");
    assertThat(backend.find(KEY)).isEmpty();
  }

  @Test
  void cancelsARunThatNobodyDrives() throws Exception {
    Process first = submitter();
    long orphan = awaitSlow();
    first.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.find(KEY).orElseThrow();

      backend.cancel(run);

      assertThat(backend.status(run)).isInstanceOf(RunStatus.Cancelled.class);
      awaitEnd(orphan);
      assertThat(backend.submit(submission(TWO_STEPS))).isEqualTo(run);
      assertThat(backend.status(run)).isInstanceOf(RunStatus.Cancelled.class);
    }
  }

  @Test
  void startsARunOnceWhenProcessesRaceForItsKey() throws Exception {
    List<Process> racers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        racers.add(submitter());
      }
      Pipelines.lines(root.resolve("submitted"), 3); // each began the run or found it driven
      awaitSlow();

      assertThat(Files.readAllLines(root.resolve("trace"))).containsExactly("quick", "slow");
    } finally {
      racers.forEach(Process::destroy);
      for (Process racer : racers) {
        racer.waitFor(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void runsAStepAgainWhoseOutputsAreNotWhole() throws Exception {
    try (LocalBackend backend = backend(root, "exec sleep 600")) {
      backend.submit(submission(TWO_STEPS));
      awaitSlow();
    }
    Files.delete(root.resolve("runs/two-steps/a-key/quick/rows/x"));

    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.submit(submission(TWO_STEPS));

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(Files.readAllLines(root.resolve("trace")))
          .containsExactly("quick", "slow", "quick", "slow");
    }
  }

  @Test
  void passesOverALineThatACrashCutShort() throws Exception {
    try (LocalBackend backend = backend(root, "exec sleep 600")) {
      backend.submit(submission(TWO_STEPS));
      awaitSlow();
    }
    Path journal = root.resolve("runs/two-steps/a-key/journal.jsonl");
    Files.writeString(journal, "{\"at\":\"2001-0", StandardOpenOption.APPEND);

    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.find(KEY).orElseThrow();
      assertThat(backend.status(run)).isInstanceOf(RunStatus.Lost.class);

      backend.submit(submission(TWO_STEPS));

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
    }
  }

  @Test
  void neverSucceedsWhenTheEndOfAStepCannotBeWritten() throws Exception {
    try (LocalBackend backend =
        LocalBackend.builder()
            .artifactRoot(root)
            .function(
                "img/full",
                call -> {
                  Path run = call.out("rows").getParent().getParent();
                  Files.delete(run.resolve("journal.jsonl"));
                  Files.createSymbolicLink(run.resolve("journal.jsonl"), Path.of("/dev/full"));
                })
            .build()) {
      RunHandle run = backend.submit(submission(single(process("full").writes(Pipelines.ROWS))));
      // Whoever reads from /dev/full reads for ever: no status before the run has ended.
      Path result = root.resolve("single/a-key/result.json");
      Await.until(
          "the run to end", Duration.ofMinutes(2), () -> Files.exists(result), there -> there);

      assertThat(backend.status(run))
          .isInstanceOfSatisfying(
              RunStatus.Failed.class,
              failed -> assertThat(failed.why()).contains("No space left on device"));
    }
  }

  @Test
  void neverSucceedsWhenTheResultCannotBeWritten() throws Exception {
    RunHandle run;
    try (LocalBackend backend =
        LocalBackend.builder()
            .artifactRoot(root)
            .function(
                "img/full",
                call -> {
                  Path run1 = call.out("rows").getParent().getParent();
                  Files.createDirectories(run1.resolve("result.json.part/in-the-way"));
                })
            .build()) {
      run = backend.submit(submission(single(process("full").writes(Pipelines.ROWS))));

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Failed.class);
    }
    try (LocalBackend other = LocalBackend.builder().artifactRoot(root).build()) {
      assertThat(other.status(run)).isInstanceOf(RunStatus.Lost.class);
    }
  }

  @Test
  void failsAStepThatFillsTheDisk() throws Exception {
    try (LocalBackend backend =
        LocalBackend.builder()
            .artifactRoot(root)
            .command("img/full", "sh", "-c", "echo rows > /dev/full")
            .build()) {
      assertThat(Pipelines.run(backend, single(process("full"))))
          .isInstanceOf(RunStatus.Failed.class);
    }
  }
}
