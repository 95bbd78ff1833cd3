package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.KEY;
import static dev.retrain.backend.local.Pipelines.process;
import static dev.retrain.backend.local.Pipelines.single;
import static dev.retrain.backend.local.Pipelines.submission;
import static org.assertj.core.api.Assertions.assertThat;

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

  /** In a process of its own: submits {@link #TWO_STEPS}, whose second step hangs, and waits. */
  static final class Submitter {
    public static void main(String[] args) throws Exception {
      try (LocalBackend backend = backend(Path.of(args[0]), "exec sleep 600")) {
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
            "echo $$ >> " + root.resolve("slow") + "; echo slow >> " + root + "/trace; " + slow)
        .build();
  }

  private Process submitter() throws IOException {
    return new ProcessBuilder(
            StepsJava.launcher(),
            "-cp",
            System.getProperty("java.class.path"),
            Submitter.class.getName(),
            root.toString())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(root.resolve("submitters.log").toFile()))
        .start();
  }

  /** The number of the second step's process, once it has begun. */
  private long awaitSlow() {
    return Long.parseLong(Pipelines.lines(root.resolve("slow"), 1).get(0));
  }

  @Test
  void takesUpTheRunOfAKilledProcessWhereItStood() throws Exception {
    Process first = submitter();
    long orphan = awaitSlow();
    try (LocalBackend backend = backend(root, "true")) {
      RunHandle run = backend.find(KEY).orElseThrow();
      assertThat(backend.status(run)).isInstanceOf(RunStatus.Running.class);

      first.destroyForcibly().waitFor(60, TimeUnit.SECONDS);

      assertThat(backend.status(run))
          .isInstanceOfSatisfying(
              RunStatus.Lost.class,
              lost -> assertThat(lost.why()).contains(Long.toString(first.pid()), "is gone"));

      assertThat(backend.submit(submission(TWO_STEPS))).isEqualTo(run);
      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(Files.readAllLines(root.resolve("trace")))
          .containsExactly("quick", "slow", "slow");
      assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(backend.steps(run)).extracting(StepRun::attempts).containsExactly(1, 2);
    } finally {
      first.destroyForcibly();
    }
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
      assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
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
                  Files.createSymbolicLink(run1.resolve("result.json.part"), Path.of("/dev/full"));
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
