package dev.retrain.kfp;

import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.ProtoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Wraps a command in a small {@code sh} script where the service cannot do something itself: write
 * the file of hyperparameters, or keep a time limit. The image must have {@code sh}, and {@code
 * timeout} for the limit.
 *
 * <p>Values are handed over as arguments, never pasted into the script. The script has neither
 * {@code $(} nor {@code $$}, which Kubernetes would read as its own.
 */
final class CommandWrapper {

  /** Exit code 124 says that the limit was reached. */
  private static final String LIMIT = "exec timeout -k 30 \"$@\"";

  private static final String FILE =
      "mkdir -p \"${1%/*}\" && printf %s \"$2\" > \"$1\" && shift 2 && ";

  private CommandWrapper() {}

  /**
   * A command around another.
   *
   * @param file where the hyperparameters go
   * @param hyperparameters their JSON, if there are any
   * @param limit how long it may take, if the command has to see to it
   */
  static List<Argument> wrap(
      List<Argument> command,
      Argument file,
      Optional<String> hyperparameters,
      Optional<Duration> limit) {
    if (hyperparameters.isEmpty() && limit.isEmpty()) {
      return command;
    }
    List<Argument> wrapped = new ArrayList<>();
    wrapped.add(Argument.text("sh"));
    wrapped.add(Argument.text("-c"));
    wrapped.add(
        Argument.text(
            (hyperparameters.isPresent() ? FILE : "")
                + (limit.isPresent() ? LIMIT : "exec \"$@\"")));
    wrapped.add(Argument.text("retrain"));
    hyperparameters.ifPresent(json -> wrapped.addAll(List.of(file, Argument.text(json))));
    limit.ifPresent(time -> wrapped.add(Argument.text(Long.toString(ProtoDuration.of(time)))));
    wrapped.addAll(command);
    return List.copyOf(wrapped);
  }
}
