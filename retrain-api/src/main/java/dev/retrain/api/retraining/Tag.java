package dev.retrain.api.retraining;

import dev.retrain.api.error.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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

  private static final List<String> REQUIRED = List.of(OWNER, ENVIRONMENT);

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

  /**
   * Returns tags with the keys {@link #OWNER} and {@link #ENVIRONMENT} in that spelling, whatever
   * the case they are given in. A key in that spelling wins over others.
   */
  public static Map<String, String> spelled(Map<String, String> tags) {
    Map<String, String> all = new TreeMap<>();
    tags.forEach(
        (key, value) -> {
          String spelling = spelling(key);
          if (spelling.equals(key)) {
            all.put(key, value);
          } else {
            all.putIfAbsent(spelling, tags.getOrDefault(spelling, value));
          }
        });
    return Collections.unmodifiableMap(all);
  }

  private static String spelling(String key) {
    return REQUIRED.stream().filter(key::equalsIgnoreCase).findFirst().orElse(key);
  }

  /**
   * Reports the tags that everything created outside trials must carry and that are missing, and
   * those in another spelling.
   *
   * @param subject what should carry them, such as {@code retraining flights}
   * @return warnings; {@code no-owner}, {@code no-environment} or {@code tag-spelling}
   */
  public static List<Problem> warnings(String subject, Map<String, String> tags) {
    List<Problem> problems = new ArrayList<>();
    for (String key : tags.keySet()) {
      if (!spelling(key).equals(key)) {
        problems.add(
            Problem.warning(
                "tag-spelling",
                "tags." + key,
                subject,
                "the tag '" + key + "' is written as '" + spelling(key) + "' on what is created",
                "Write " + spelling(key)));
      }
    }
    for (String key : REQUIRED) {
      if (spelled(tags).getOrDefault(key, "").isBlank()) {
        problems.add(
            Problem.warning(
                "no-" + key.toLowerCase(Locale.ROOT),
                "tags",
                subject,
                "it has no tag " + key + ", which everything created outside trials must carry",
                "Add the tag " + key));
      }
    }
    return List.copyOf(problems);
  }
}
