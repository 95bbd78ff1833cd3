package dev.retrain.api.pipeline;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a secret in the backend's secret store; never its value.
 *
 * @param name the secret's name, such as {@code feature-store}
 * @param key the entry in it, where the store has entries
 */
public record SecretRef(String name, Optional<String> key) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,252}");

  /** Checks the form of the names. */
  public SecretRef {
    if (!NAME.matcher(name).matches() || key.filter(k -> !NAME.matcher(k).matches()).isPresent()) {
      throw new IllegalArgumentException(
          "the name of a secret may contain only letters, digits and . _ / -");
    }
  }

  /** Returns a secret by name. */
  public static SecretRef secret(String name) {
    return new SecretRef(name, Optional.empty());
  }

  /** Returns one entry of a secret. */
  public static SecretRef secret(String name, String key) {
    return new SecretRef(name, Optional.of(key));
  }

  /** Returns {@code ***}: not even the name of a secret belongs in a log. */
  @Override
  public String toString() {
    return "***";
  }
}
