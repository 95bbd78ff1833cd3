package dev.retrain.testkit.loopback;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process with everything it started. Where {@code setsid} is available the process leads a group
 * of its own, so that children whose parents are gone are reached as well; elsewhere only those
 * whose parents live.
 */
final class ChildTree {

  private static final Optional<String> SETSID = onPath("setsid");
  private static final long SIGNAL_SECONDS = 10;

  private final Process leader;

  ChildTree(Process leader) {
    this.leader = leader;
  }

  /** Returns the words that start a command as the leader of a group of its own. */
  static List<String> leading(List<String> words) {
    List<String> all = new ArrayList<>();
    SETSID.ifPresent(all::add);
    all.addAll(words);
    return all;
  }

  /** Ends everything at once. */
  void kill() {
    List<ProcessHandle> children = leader.descendants().toList();
    signalGroup();
    children.forEach(ProcessHandle::destroyForcibly);
    leader.destroyForcibly();
  }

  /** Ends what a process that has just ended left behind, as a container does. */
  void sweep() {
    signalGroup();
  }

  private void signalGroup() {
    if (SETSID.isEmpty()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder("kill", "-KILL", "--", "-" + leader.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
