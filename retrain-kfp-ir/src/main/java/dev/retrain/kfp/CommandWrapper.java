package dev.retrain.kfp;

import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.ProtoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Wraps a command in a small {@code sh} script that does what the service does not: make the
 * folders of the container contract, write the file of hyperparameters, keep a time limit. The
 * image must have {@code sh}, and {@code timeout} for the limit.
 *
 * <p>Values are handed over as arguments, never pasted into the script. The script has neither
 * {@code $(} nor {@code $$}, which Kubernetes would replace.
 */
final class CommandWrapper {

  /** Exit code 124 means that the limit was reached. */
  private static final String LIMIT = "exec timeout -k 30 \"$@\"";

  private static final String FILE =
      "mkdir -p \"${1%/*}\" && printf %s \"$2\" > \"$1\" && shift 2 && ";

  private static final String FOLDER = "mkdir -p \"$1\" && shift && ";

  /** A folder may hold what an earlier attempt of the same task has left. */
  private static final String EMPTY_FOLDER = "rm -rf \"$1\" && " + FOLDER;

  private final StringBuilder script = new StringBuilder();
  private final List<Argument> values = new ArrayList<>();

  /** Makes a folder if it is absent. */
  void folder(Argument path) {
    script.append(FOLDER);
    values.add(path);
  }

  /** Makes an empty folder, and removes what is in it. */
  void emptyFolder(Argument path) {
    script.append(EMPTY_FOLDER);
    values.add(path);
  }

  /** Writes a file. */
  void file(Argument path, String content) {
    script.append(FILE);
    values.add(path);
    values.add(Argument.text(content));
  }

  /** Returns the wrapped command; the command itself when there is nothing to do. */
  List<Argument> wrap(List<Argument> command, Optional<Duration> limit) {
    if (values.isEmpty() && limit.isEmpty()) {
      return command;
    }
    List<Argument> wrapped = new ArrayList<>();
    wrapped.add(Argument.text("sh"));
    wrapped.add(Argument.text("-c"));
    wrapped.add(Argument.text(script + (limit.isPresent() ? LIMIT : "exec \"$@\"")));
    wrapped.add(Argument.text("retrain"));
    wrapped.addAll(values);
    limit.ifPresent(time -> wrapped.add(Argument.text(Long.toString(ProtoDuration.of(time)))));
    wrapped.addAll(command);
    return List.copyOf(wrapped);
  }
}
