package dev.retrain.translation;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The form of tags that a service accepts for one run. A tag of another form is rewritten: in small
 * letters where only those are accepted, with a hyphen for each refused part, cut where it is too
 * long, and followed by the beginning of the original's hash, so that tags that differ stay
 * different. The decision log holds the original in full.
 *
 * @param most the largest number of tags
 * @param longestKey characters, above 20
 * @param longestValue characters, above 20
 * @param refusedInKeys parts that no key may contain; each is replaced by a hyphen
 * @param refusedInValues parts that no value may contain; each is replaced by a hyphen
 * @param capitals whether the service distinguishes capitals from small letters
 */
public record TagForm(
    int most,
    int longestKey,
    int longestValue,
    Pattern refusedInKeys,
    Pattern refusedInValues,
    boolean capitals) {

  /** The prefix of retrain's own tags, whose names differ by more than punctuation. */
  private static final String OWN = "retrain.";

  private static final int HASH = 16;
  private static final int SHORTEST = 20;

  /** Checks that there is room for a hash. */
  public TagForm {
    requireNonNull(refusedInKeys);
    requireNonNull(refusedInValues);
    if (most < 1 || longestKey <= SHORTEST || longestValue <= SHORTEST) {
      throw new IllegalArgumentException("a form that leaves no room for a tag");
    }
  }

  /**
   * Returns the tags in this form.
   *
   * @throws ConfigurationProblem if there are too many, or two become one
   */
  public Map<String, String> of(Map<String, String> tags) {
    if (tags.size() > most) {
      throw new ConfigurationProblem(
          "cannot tag a run with " + tags.size() + " tags: the service accepts " + most,
          FailureContext.hint("Give the retraining fewer tags"),
          null);
    }
    Map<String, String> all = new TreeMap<>();
    tags.forEach(
        (key, value) -> {
          if (all.put(key(key), form(value, value, refusedInValues, longestValue)) != null) {
            throw new ConfigurationProblem(
                "cannot tag a run: two tags become '" + key(key) + "', one of them " + key,
                FailureContext.hint("Rename one of them"),
                null);
          }
        });
    return Collections.unmodifiableMap(all);
  }

  private String key(String key) {
    String text = key.startsWith(OWN) ? written(key, refusedInKeys) : key;
    String prefixed = written(text, refusedInKeys).startsWith("-") ? "tag" + text : text;
    return form(key, prefixed, refusedInKeys, longestKey);
  }

  /** Returns a text that fits unchanged, or one that fits and carries a hash of the original. */
  private String form(String origin, String text, Pattern refused, int longest) {
    String written = written(text, refused);
    if (written.equals(text) && text.length() <= longest) {
      return text;
    }
    int room = Math.min(written.length(), longest - HASH - 1);
    return written.substring(0, room) + "-" + Documents.sha256(origin).substring(0, HASH);
  }

  private String written(String text, Pattern refused) {
    return refused.matcher(capitals ? text : text.toLowerCase(Locale.ROOT)).replaceAll("-");
  }
}
