package dev.retrain.api.error;

import java.util.Optional;

/**
 * What a failure was about, as far as it is known where it is thrown.
 *
 * @param runId the run concerned
 * @param dataHash the data version or hash the run was working on
 * @param step the step concerned
 * @param hint what to try next
 */
public record FailureContext(
    Optional<String> runId,
    Optional<String> dataHash,
    Optional<String> step,
    Optional<String> hint) {

  private static final FailureContext NONE =
      new FailureContext(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Nothing known. */
  public static FailureContext none() {
    return NONE;
  }

  /** Only a hint. */
  public static FailureContext hint(String hint) {
    return NONE.withHint(hint);
  }

  /** The same with a run. */
  public FailureContext withRun(String id) {
    return new FailureContext(Optional.of(id), dataHash, step, hint);
  }

  /** The same with a data version or hash. */
  public FailureContext withData(String hash) {
    return new FailureContext(runId, Optional.of(hash), step, hint);
  }

  /** The same with a step. */
  public FailureContext withStep(String name) {
    return new FailureContext(runId, dataHash, Optional.of(name), hint);
  }

  /** The same with a hint. */
  public FailureContext withHint(String text) {
    return new FailureContext(runId, dataHash, step, Optional.of(text));
  }

  String describe(String message) {
    StringBuilder text = new StringBuilder(message);
    String separator = " [";
    separator = append(text, separator, "run", runId);
    separator = append(text, separator, "data", dataHash);
    separator = append(text, separator, "step", step);
    if (separator.equals(", ")) {
      text.append(']');
    }
    hint.ifPresent(words -> text.append(" Try: ").append(words));
    return text.toString();
  }

  private static String append(
      StringBuilder text, String separator, String name, Optional<String> value) {
    if (value.isEmpty()) {
      return separator;
    }
    text.append(separator).append(name).append(' ').append(value.get());
    return ", ";
  }
}
