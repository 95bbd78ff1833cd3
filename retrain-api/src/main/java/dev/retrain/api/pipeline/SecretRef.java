package dev.retrain.api.pipeline;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a secret in whatever the backend keeps secrets in; never its value.
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
          "a secret is named by letters, digits and . _ / -, this is not");
    }
  }

  /** A secret by name. */
  public static SecretRef secret(String name) {
    return new SecretRef(name, Optional.empty());
  }

  /** One entry of a secret. */
  public static SecretRef secret(String name, String key) {
    return new SecretRef(name, Optional.of(key));
  }

  /** Always {@code ***}: not even the name of a secret belongs into a log. */
  @Override
  public String toString() {
    return "***";
  }
}
