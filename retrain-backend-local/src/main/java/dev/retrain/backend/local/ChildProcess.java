package dev.retrain.backend.local;

import dev.retrain.api.document.Durations;
import dev.retrain.backend.local.process.ChildEnvironment;
import dev.retrain.backend.local.process.ProcessIdentity;
import dev.retrain.backend.local.process.ProcessTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A child process whose output goes straight to its log file, so that the log is there whatever
 * happens to this process.
 */
final class ChildProcess implements Attempt {

  private final Process process;
  private final ProcessTree tree;
  private final Path log;
  private final Runnable alsoOnStop;

  private ChildProcess(Process process, Path log, Runnable alsoOnStop) {
    this.process = process;
    this.tree = new ProcessTree(ProcessIdentity.of(process.toHandle()), mark(log));
    this.log = log;
    this.alsoOnStop = alsoOnStop;
  }

  /** Returns what marks the processes of an attempt: no other attempt has the same log. */
  static String mark(Path log) {
    return log.toString();
  }

  /**
   * Starts a process.
   *
   * @param words the program and its arguments
   * @param folder where it works
   * @param environment its variables
   * @param log takes its output; its name also marks the process
   * @param alsoOnStop what else ends it, such as a container engine's kill
   * @throws IOException if it cannot be started
   */
  static ChildProcess start(
      List<String> words, Path folder, ChildEnvironment environment, Path log, Runnable alsoOnStop)
      throws IOException {
    Files.deleteIfExists(ExitFile.of(log));
    ProcessBuilder builder =
        new ProcessBuilder(ProcessTree.inOwnSession(words, ExitFile.of(log)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    environment.with(ProcessTree.MARK_VARIABLE, mark(log)).giveTo(builder);
    return new ChildProcess(builder.start(), log, alsoOnStop);
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
    return Optional.of(tree.leader());
  }

  @Override
  public AttemptEnd await(Optional<Duration> limit) throws InterruptedException {
    if (limit.isEmpty()) {
      process.waitFor();
    } else if (!process.waitFor(limit.get().toNanos(), TimeUnit.NANOSECONDS)) {
      stop();
      return AttemptEnd.failed(
          "was killed with its children after its timeout of " + Durations.format(limit.get()));
    }
    tree.sweep();
    return AttemptEnd.ofCode(process.exitValue());
  }

  @Override
  public void stop() {
    alsoOnStop.run();
    tree.kill();
    try {
      // What a stopped process left as its code is not how the step ended.
      Files.deleteIfExists(ExitFile.of(log));
    } catch (IOException e) {
      throw new IllegalStateException("cannot delete " + ExitFile.of(log), e);
    }
  }
}
