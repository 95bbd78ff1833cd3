package dev.retrain.backend.local;

import dev.retrain.api.document.Durations;
import dev.retrain.backend.local.process.ProcessIdentity;
import dev.retrain.backend.local.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A step's process that another process started, which is gone: it still runs, or has ended and
 * left its exit code. It is no child of this process, so its end is looked for.
 */
final class AdoptedProcess implements Attempt {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final ProcessTree tree;
  private final Path log;
  private final Runnable alsoOnStop;

  private AdoptedProcess(ProcessTree tree, Path log, Runnable alsoOnStop) {
    this.tree = tree;
    this.log = log;
    this.alsoOnStop = alsoOnStop;
  }

  /**
   * Adopts a process, or ends what is left of it.
   *
   * @param process as it was noted when it started
   * @param log of its attempt
   * @param alsoOnStop what else ends it
   * @return empty if it ended without an exit code: nothing tells how much it had done
   */
  static Optional<Attempt> adopt(ProcessIdentity process, Path log, Runnable alsoOnStop)
      throws IOException {
    ProcessTree tree = new ProcessTree(process, ChildProcess.mark(log));
    if (ExitFile.read(log).isPresent() || process.find().isPresent()) {
      return Optional.of(new AdoptedProcess(tree, log, alsoOnStop));
    }
    alsoOnStop.run();
    tree.kill();
    return Optional.empty();
  }

  @Override
  public Optional<ProcessIdentity> process() {
    return Optional.of(tree.leader());
  }

  @Override
  public void begin() {
    // Its own parent started it.
  }

  /**
   * Waits for the end.
   *
   * @param limit of the whole process, the time before it was adopted included
   */
  @Override
  public AttemptEnd await(Optional<Duration> limit) throws InterruptedException {
    while (tree.leader().find().isPresent()) {
      Optional<Duration> age = tree.leader().age();
      if (limit.isPresent() && age.isPresent() && age.get().compareTo(limit.get()) > 0) {
        stop();
        return AttemptEnd.failed(
            "was killed with its children after its timeout of " + Durations.format(limit.get()));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
    tree.kill();
    return end();
  }

  private AttemptEnd end() {
    try {
      OptionalInt code = ExitFile.read(log);
      return code.isPresent() ? AttemptEnd.ofCode(code.getAsInt()) : AttemptEnd.unknown();
    } catch (IOException e) {
      return AttemptEnd.failed("left an exit code that cannot be read: " + e);
    }
  }

  @Override
  public void stop() {
    alsoOnStop.run();
    tree.kill();
    try {
      Files.deleteIfExists(ExitFile.of(log));
    } catch (IOException e) {
      throw new IllegalStateException("cannot delete " + ExitFile.of(log), e);
    }
  }
}
