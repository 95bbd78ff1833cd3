package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Settings;
import dev.retrain.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Starts processes that submit a run, and kills them. */
final class ProcessKiller {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String backend;
  private final Path settings;
  private final Path folder;
  private final Path scratch;

  ProcessKiller(String backend, Settings settings, Path scratch) throws IOException {
    this.backend = backend;
    this.settings = scratch.resolve("killed-settings.json");
    this.folder = settings.folder();
    this.scratch = scratch;
    Files.writeString(this.settings, Documents.json(settings.node()));
  }

  /**
   * Kills a process at a reading of the clock.
   *
   * @param reading from 1
   * @return whether it came to that: false for one whose run has ended before
   */
  boolean atReading(int attempt, int reading) throws Exception {
    Process process = start(attempt, reading);
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      assertThat(line)
          .as("the process that submits has failed by itself: %s", Files.readString(errors()))
          .isNotNull();
      return !SubmittingProcess.ENDED.equals(line);
    } finally {
      kill(process);
    }
  }

  /** Kills a process when something has happened, or its run has ended. */
  void when(int attempt, BooleanSupplier happened) throws Exception {
    Process process = start(attempt, 0);
    try {
      Await.until(
          "the process that submits to come to the exchange in which it is killed",
          PATIENCE,
          () -> happened.getAsBoolean() || !process.isAlive(),
          done -> done);
      assertThat(happened.getAsBoolean() || process.exitValue() == 0)
          .as("the process that submits has failed by itself: %s", Files.readString(errors()))
          .isTrue();
    } finally {
      kill(process);
    }
  }

  private Process start(int attempt, int reading) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            SubmittingProcess.class.getName(),
            backend,
            settings.toString(),
            folder.toString(),
            scratch.toString(),
            Integer.toString(attempt),
            Integer.toString(reading));
    return new ProcessBuilder(command).redirectError(errors().toFile()).start();
  }

  private Path errors() {
    return scratch.resolve("killed-errors.txt");
  }

  /** Sends SIGKILL; its locks are free once it is gone. */
  private void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .as("a process that was killed is gone")
        .isTrue();
  }
}
