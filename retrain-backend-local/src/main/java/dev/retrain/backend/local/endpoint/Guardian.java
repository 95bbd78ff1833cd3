package dev.retrain.backend.local.endpoint;

import dev.retrain.backend.local.process.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends a model server when this process is gone, also when it was killed and could clean up
 * nothing.
 *
 * <p>A shell stands between the two. It holds the reading end of a pipe whose other end only this
 * process has: when the pipe ends, the shell kills the server, with its process group where {@code
 * setsid} gives it one. Where there is no shell, as on Windows, the server's standard input is that
 * pipe, and it is the server's own to end with it.
 */
final class Guardian {

  private static final Optional<String> SHELL = Programs.onPath("sh");
  private static final Optional<String> SETSID = Programs.onPath("setsid");

  /** Descriptor 3 is the pipe; the server gets neither it nor an input. */
  private static final String SCRIPT =
      "exec 3<&0 </dev/null; \"$@\" 3<&- & server=$!; "
          + "(read -r end <&3; kill -KILL %s) & guard=$!; "
          + "exec 3<&-; wait $server; code=$?; kill $guard 2>/dev/null; exit $code";

  private Guardian() {}

  /** Returns the words that start a command under guard. */
  static List<String> of(List<String> words) {
    if (SHELL.isEmpty()) {
      return words;
    }
    List<String> guarded = new ArrayList<>();
    SETSID.ifPresent(guarded::add);
    guarded.add(SHELL.get());
    guarded.add("-c");
    // 0 is the process group, which the shell leads where it has a session of its own.
    guarded.add(SCRIPT.formatted(SETSID.isPresent() ? "0" : "$server"));
    guarded.add(SHELL.get());
    guarded.addAll(words);
    return guarded;
  }
}
