package dev.retrain.api.error;

import java.util.Optional;

/**
 * The circumstances of a failure, as far as they are known where it is thrown.
 *
 * @param runId the run concerned
 * @param dataHash the data version or hash the run was working on
 * @param step the step concerned
 * @param hint what to do next, a sentence without or with its final period
 */
public record FailureContext(
    Optional<String> runId,
    Optional<String> dataHash,
    Optional<String> step,
    Optional<String> hint) {

  private static final FailureContext NONE =
      new FailureContext(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Returns a context in which nothing is known. */
  public static FailureContext none() {
    return NONE;
  }

  /** Returns a context with a hint alone. */
  public static FailureContext hint(String hint) {
    return NONE.withHint(hint);
  }

  /** Returns a copy with a run. */
  public FailureContext withRun(String id) {
    return new FailureContext(Optional.of(id), dataHash, step, hint);
  }

  /** Returns a copy with a data version or hash. */
  public FailureContext withData(String hash) {
    return new FailureContext(runId, Optional.of(hash), step, hint);
  }

  /** Returns a copy with a step. */
  public FailureContext withStep(String name) {
    return new FailureContext(runId, dataHash, Optional.of(name), hint);
  }

  /** Returns a copy with a hint. */
  public FailureContext withHint(String text) {
    return new FailureContext(runId, dataHash, step, Optional.of(text));
  }

  /** Returns a copy with the parts that this one lacks taken from another. */
  public FailureContext or(FailureContext other) {
    return new FailureContext(
        runId.or(other::runId),
        dataHash.or(other::dataHash),
        step.or(other::step),
        hint.or(other::hint));
  }

  /**
   * Appends what is known to a message. With a hint the message ends as a sentence and the hint
   * follows as a sentence of its own.
   */
  String describe(String message) {
    StringBuilder text = new StringBuilder(message);
    String separator = " [";
    separator = append(text, separator, "run", runId);
    separator = append(text, separator, "data", dataHash);
    separator = append(text, separator, "step", step);
    if (separator.equals(", ")) {
      text.append(']');
    }
    hint.filter(words -> !words.isBlank()).ifPresent(words -> appendSentence(text, words.strip()));
    return text.toString();
  }

  /** Ends the text before and writes the hint as a sentence of its own. */
  private static void appendSentence(StringBuilder text, String words) {
    if (!text.isEmpty()) {
      text.append(isEnded(text) ? " " : ". ");
    }
    String first = words.split(" ", 2)[0];
    // A name such as retrain, --config or jdbc:x keeps its case.
    boolean plain = first.chars().allMatch(Character::isLowerCase) && !first.equals("retrain");
    text.append(plain ? Character.toUpperCase(words.charAt(0)) + words.substring(1) : words);
    if (!isEnded(text)) {
      text.append('.');
    }
  }

  private static boolean isEnded(CharSequence text) {
    return ".!?".indexOf(text.charAt(text.length() - 1)) >= 0;
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
