package dev.retrain.api.retraining;

/**
 * A key and value that everything created for a retraining carries.
 *
 * @param key at most 63 characters
 * @param value at most 128 characters
 */
public record Tag(String key, String value) {

  /** The key of {@link #owner}. */
  public static final String OWNER = "Owner";

  /** The key of {@link #environment}. */
  public static final String ENVIRONMENT = "Environment";

  /** Checks the lengths. */
  public Tag {
    if (key.isBlank() || key.length() > 63 || value.length() > 128) {
      throw new IllegalArgumentException(
          "the tag '" + key + "' needs a key of 1 to 63 and a value of up to 128 characters");
    }
  }

  /** Returns the tag that names who is responsible. */
  public static Tag owner(String name) {
    return new Tag(OWNER, name);
  }

  /** Returns the tag that names the environment, such as {@code prod}. */
  public static Tag environment(String name) {
    return new Tag(ENVIRONMENT, name);
  }
}
