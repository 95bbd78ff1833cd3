package dev.retrain.backend.local.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process with everything it started, which ends together.
 *
 * <p>Where {@code setsid} is available a step's process leads a session of its own, so that its
 * process group reaches children whose parents are gone. Every process also carries a mark in its
 * environment, which children inherit: on Linux it finds those that left the group as well, and
 * those whose leader has ended. A child escapes only if it changed both group and environment and
 * its parent is gone; where there is no {@code /proc}, if it left the group.
 *
 * @param leader the process that was started
 * @param mark tells its processes from all others, such as the path of its log
 */
public record ProcessTree(ProcessIdentity leader, String mark) {

  /** The variable that carries the mark. */
  public static final String MARK_VARIABLE = "RETRAIN_ATTEMPT";

  private static final long GRACE_MILLIS = 1000;
  private static final long KILL_SECONDS = 5;
  private static final Optional<String> SETSID = Programs.onPath("setsid");
  private static final Optional<String> SHELL = Programs.onPath("sh");
  private static final Optional<String> KILL = Programs.onPath("kill");

  /**
   * Starts the program only when it is told to by a line on its input: so a process can be noted
   * before it does anything, and if its parent dies first the input ends, and it with it. The exit
   * code is written for a later process, which cannot wait for a child that is not its own.
   */
  private static final String SCRIPT =
      "read -r go || exit 1; \"$@\" </dev/null; code=$?; echo $code >\"$0\"; exit $code";

  /**
   * Returns the words that start a command as the leader of a session of its own.
   *
   * @param exitFile where its exit code is written, as a line; never written if it is killed
   */
  public static List<String> inOwnSession(List<String> words, Path exitFile) {
    if (SETSID.isEmpty() || SHELL.isEmpty()) {
      return words;
    }
    List<String> all = new ArrayList<>();
    all.addAll(List.of(SETSID.get(), SHELL.get(), "-c", SCRIPT, exitFile.toString()));
    all.addAll(words);
    return all;
  }

  /** Asks everything to end by SIGTERM, and ends by SIGKILL what has not after a second. */
  public void kill() {
    // The number of a leader that is gone may be another group's by now.
    boolean leads = leader.find().isPresent();
    Set<ProcessHandle> all = members();
    if (leads) {
      signalGroup("TERM");
    }
    all.forEach(ProcessHandle::destroy);
    awaitEnd(all);
    all.addAll(members());
    if (leads) {
      signalGroup("KILL");
    }
    all.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(all);
  }

  /** Ends at once what a process that has just ended left behind. */
  public void sweep() {
    signalGroup("KILL");
    marked().forEach(ProcessHandle::destroyForcibly);
  }

  private Set<ProcessHandle> members() {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    leader
        .find()
        .ifPresent(
            process -> {
              process.descendants().forEach(all::add);
              all.add(process);
            });
    all.addAll(marked());
    return all;
  }

  private List<ProcessHandle> marked() {
    return ProcFile.withEnvironment(MARK_VARIABLE + "=" + mark).stream()
        .filter(pid -> ProcFile.of(pid).filter(ProcFile::isRunning).isPresent())
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .toList();
  }

  private static void awaitEnd(Collection<ProcessHandle> processes) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    while (System.nanoTime() < deadline && processes.stream().anyMatch(ProcessTree::isRunning)) {
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        // An interrupt means that this is to be over: kill without more grace.
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && ProcFile.of(process.pid()).map(ProcFile::isRunning).orElse(true);
  }

  private void signalGroup(String signal) {
    if (SETSID.isEmpty() || KILL.isEmpty()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder(KILL.get(), "-" + signal, "--", "-" + leader.pid())
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
}
