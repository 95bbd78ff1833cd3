package dev.retrain.kfp;

import dev.retrain.api.document.Documents;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of a definition: a pipeline, its tasks and their inputs and outputs.
 *
 * <p>A name that follows the rules is kept. Any other is rewritten and gets a piece of its own
 * hash, so that two names never become one: the pieces of kept names cannot look like that by
 * accident more often than 32 bits collide.
 */
public final class SpecNames {

  /** A DNS label: names end up in labels and pod names. */
  public static final int MAX_LENGTH = 63;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int HASH_LENGTH = 8;

  private SpecNames() {}

  /**
   * Returns a name for a pipeline or a task: lower case letters, digits and inner dashes, at most
   * {@link #MAX_LENGTH}.
   */
  public static String label(String name) {
    return label(name, MAX_LENGTH);
  }

  /** Returns a copy with another limit, of at least ten characters. */
  public static String label(String name, int maxLength) {
    if (name.length() <= maxLength && LABEL.matcher(name).matches()) {
      return name;
    }
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return hashed(plain.replaceAll("^-|-$", ""), name, maxLength);
  }

  /**
   * Returns a name for an input or output: letters, digits, dashes and underscores, at most {@link
   * #MAX_LENGTH}.
   */
  public static String key(String name) {
    if (name.length() <= MAX_LENGTH && KEY.matcher(name).matches()) {
      return name;
    }
    return hashed(name.replaceAll("[^A-Za-z0-9_]+", "-"), name, MAX_LENGTH);
  }

  private static String hashed(String readable, String name, int maxLength) {
    int room = Math.max(0, maxLength - HASH_LENGTH - 1);
    String head = readable.substring(0, Math.min(readable.length(), room)).replaceAll("-+$", "");
    String hash = Documents.sha256(name).substring(0, HASH_LENGTH);
    return head.isEmpty() ? hash : head + "-" + hash;
  }
}
