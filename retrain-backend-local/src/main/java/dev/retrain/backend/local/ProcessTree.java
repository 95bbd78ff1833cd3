package dev.retrain.backend.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Kills a process with everything it started.
 *
 * <p>Where {@code setsid} is available a step's process leads a session of its own, so that its
 * process group reaches children whose parents are gone. A child that leaves the group and whose
 * parent is gone as well escapes; elsewhere than on Linux and other systems with {@code setsid} so
 * does every child whose parent is gone.
 */
final class ProcessTree {

  private static final long GRACE_MILLIS = 1000;
  private static final long KILL_SECONDS = 5;
  private static final Optional<String> SETSID = onPath("setsid");
  private static final Optional<String> SHELL = onPath("sh");
  private static final Optional<String> KILL = onPath("kill");

  private ProcessTree() {}

  /**
   * The words that start a command as the leader of a session of its own, but only when it is told
   * to by a line on its input. So a process can be noted before it does anything: if its parent
   * dies first the input ends, and it with it.
   */
  static List<String> inOwnSession(List<String> words) {
    if (SETSID.isEmpty() || SHELL.isEmpty()) {
      return words;
    }
    List<String> all = new ArrayList<>();
    all.addAll(List.of(SETSID.get(), SHELL.get(), "-c", "read -r go && exec \"$@\" </dev/null"));
    all.add(SHELL.get());
    all.addAll(words);
    return all;
  }

  /** Asks everything to end, and after a second makes it. */
  static void kill(ProcessHandle leader) {
    Set<ProcessHandle> tree = treeOf(leader);
    signalGroup("TERM", leader.pid());
    tree.forEach(ProcessHandle::destroy);
    awaitEnd(tree);
    tree.addAll(treeOf(leader));
    signalGroup("KILL", leader.pid());
    tree.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(tree);
  }

  /** Ends what a process that has ended left behind in its group. */
  static void sweep(long leader) {
    signalGroup("KILL", leader);
  }

  private static Set<ProcessHandle> treeOf(ProcessHandle leader) {
    Set<ProcessHandle> tree = new LinkedHashSet<>();
    leader.descendants().forEach(tree::add);
    tree.add(leader);
    return tree;
  }

  private static void awaitEnd(Collection<ProcessHandle> processes) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    while (System.nanoTime() < deadline && processes.stream().anyMatch(ProcessHandle::isAlive)) {
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        // Whoever interrupts wants this to be over: kill without more grace.
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void signalGroup(String signal, long leader) {
    if (SETSID.isEmpty() || KILL.isEmpty()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder(KILL.get(), "-" + signal, "--", "-" + leader)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + KILL.get(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> onPath(String program) {
    for (String folder :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, program);
      if (!folder.isEmpty() && Files.isExecutable(file)) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }
}
