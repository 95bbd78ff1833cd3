package dev.retrain.backend.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Linux tells about a process in {@code /proc}. Everything is empty on systems without it.
 *
 * @param pid its number
 * @param state one letter; {@code Z} has ended and was not collected by its parent
 * @param ticks when it started, in clock ticks since the boot (proc(5), field 22): unlike the
 *     instant that is computed from it, this does not move when the clock is set
 */
record ProcFile(long pid, char state, long ticks) {

  private static final Path ROOT = Path.of("/proc");
  private static final Path BOOT = ROOT.resolve("sys/kernel/random/boot_id");

  /** Linux reports to user space in hundredths of a second on every common architecture. */
  private static final long TICKS_PER_SECOND = 100;

  private static final int START = 19;

  /** Returns what is known of a process; empty if there is none. */
  static Optional<ProcFile> of(long pid) {
    return read(ROOT.resolve(pid + "/stat")).flatMap(text -> parse(pid, text));
  }

  /** The name in brackets may hold blanks and brackets, so fields are counted from the last one. */
  private static Optional<ProcFile> parse(long pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length <= START
        ? Optional.empty()
        : Optional.of(new ProcFile(pid, fields[0].charAt(0), Long.parseLong(fields[START])));
  }

  /** Returns whether it still runs, rather than waiting to be collected by its parent. */
  boolean isRunning() {
    return state != 'Z' && state != 'X';
  }

  /** Returns how long ago it started. */
  Optional<Duration> age() {
    return read(ROOT.resolve("uptime"))
        .map(text -> Double.parseDouble(text.split(" ", -1)[0]))
        .map(
            seconds ->
                Duration.ofMillis(
                    Math.max(0, (long) (seconds * 1000) - ticks * 1000 / TICKS_PER_SECOND)));
  }

  /** Returns what identifies the boot of this machine. */
  static Optional<String> boot() {
    return read(BOOT).map(String::strip);
  }

  /** Returns the processes that carry an entry in the environment they were started with. */
  static List<Long> withEnvironment(String entry) {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(ROOT, "[0-9]*")) {
      for (Path process : all) {
        // Unreadable ones belong to other users, and are none of ours.
        if (read(process.resolve("environ")).filter(text -> holds(text, entry)).isPresent()) {
          found.add(Long.parseLong(String.valueOf(process.getFileName())));
        }
      }
    } catch (IOException e) {
      return List.of(); // a system without /proc
    }
    return found;
  }

  private static boolean holds(String environment, String entry) {
    return ("\0" + environment).contains("\0" + entry + "\0");
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
