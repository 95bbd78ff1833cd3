package dev.retrain.backend.local;

import dev.retrain.api.document.Durations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A child process whose output goes straight to its log file, so that the log is there whatever
 * happens to this process.
 */
final class ChildProcess implements Attempt {

  private final Process process;
  private final ProcessIdentity identity;
  private final Runnable alsoOnStop;

  private ChildProcess(Process process, Runnable alsoOnStop) {
    this.process = process;
    this.identity = ProcessIdentity.of(process.toHandle());
    this.alsoOnStop = alsoOnStop;
  }

  /**
   * Starts a process.
   *
   * @param environment added to this process's own
   * @param alsoOnStop what else ends it, such as a container engine's kill
   * @throws IOException if it cannot be started
   */
  static ChildProcess start(
      List<String> words,
      Path folder,
      Map<String, String> environment,
      Path log,
      Runnable alsoOnStop)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(ProcessTree.inOwnSession(words))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ChildProcess(builder.start(), alsoOnStop);
  }

  @Override
  public void begin() {
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
    } catch (IOException e) {
      // It has ended already, or reads no input: its exit code tells more.
      return;
    }
  }

  @Override
  public Optional<ProcessIdentity> process() {
    return Optional.of(identity);
  }

  @Override
  public Optional<String> await(Optional<Duration> limit) throws InterruptedException {
    if (limit.isEmpty()) {
      process.waitFor();
    } else if (!process.waitFor(limit.get().toNanos(), TimeUnit.NANOSECONDS)) {
      stop();
      return Optional.of(
          "was killed with its children after its timeout of " + Durations.format(limit.get()));
    }
    ProcessTree.sweep(process.pid());
    int code = process.exitValue();
    return code == 0 ? Optional.empty() : Optional.of("exited with code " + code);
  }

  @Override
  public void stop() {
    alsoOnStop.run();
    ProcessTree.kill(process.toHandle());
  }
}
