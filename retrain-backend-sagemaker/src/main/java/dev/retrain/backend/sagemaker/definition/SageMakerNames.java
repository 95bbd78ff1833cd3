package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Documents;
import java.util.regex.Pattern;

/**
 * All names in a definition, and how ours become theirs.
 *
 * <p>Steps, parameters, channels, inputs and outputs of the service take letters, digits, hyphens
 * and underscores, at most 64 (pipeline definition schema, 2025-04; API model of 2025). Ours fit as
 * they are; whatever does not is rewritten and ends in a piece of its own hash, with two
 * underscores before it, which no name of ours has. So two names never become one.
 */
final class SageMakerNames {

  static final int MAX_LENGTH = 64;

  /** Two underscores in a row: neither steps nor parameters can be called so. */
  static final String CHAMPION_URI = "champion__uri";

  /** Underscores: no step can be called so. */
  static final String GATE = "gate_condition";

  static final String REGISTER = "gate_register";
  static final String REJECT = "gate_reject";
  static final String TRIAL = "gate_trial";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String MARK = "__";
  private static final int HASH_LENGTH = 16;

  private SageMakerNames() {}

  /** Returns the name of a step, parameter, channel, input, output or property file. */
  static String of(String name) {
    if (NAME.matcher(name).matches() && !name.contains(MARK)) {
      return name;
    }
    String plain = name.replaceAll("[^A-Za-z0-9-]+", "_");
    int room = MAX_LENGTH - HASH_LENGTH - MARK.length();
    return plain.substring(0, Math.min(room, plain.length()))
        + MARK
        + Documents.sha256(name).substring(0, HASH_LENGTH);
  }
}
