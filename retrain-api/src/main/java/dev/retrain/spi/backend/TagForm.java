package dev.retrain.spi.backend;

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
 * What a service takes as tags of one run. A tag that it does not take is brought into form: by
 * small letters where there are no others, a hyphen for each piece it refuses, a cut where it is
 * too long, and then the beginning of the hash of what it was, so that what differs stays
 * different. What was meant is in the decision log in full.
 *
 * @param most how many
 * @param longestKey characters, above 20
 * @param longestValue characters, above 20
 * @param refusedInKeys what no key may have, for which a hyphen is put
 * @param refusedInValues what no value may have, for which a hyphen is put
 * @param capitals whether it tells capitals from small letters
 */
public record TagForm(
    int most,
    int longestKey,
    int longestValue,
    Pattern refusedInKeys,
    Pattern refusedInValues,
    boolean capitals) {

  /** With what the names of retrain's own tags begin; they differ by more than punctuation. */
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
   * The tags in this form.
   *
   * @throws ConfigurationProblem if there are too many, or two become one
   */
  public Map<String, String> of(Map<String, String> tags) {
    if (tags.size() > most) {
      throw new ConfigurationProblem(
          "asked to tag a run with " + tags.size() + " tags, the service takes " + most,
          FailureContext.hint("give the retraining fewer tags"),
          null);
    }
    Map<String, String> all = new TreeMap<>();
    tags.forEach(
        (key, value) -> {
          if (all.put(key(key), form(value, value, refusedInValues, longestValue)) != null) {
            throw new ConfigurationProblem(
                "asked to tag a run, two tags become '" + key(key) + "', one of them " + key,
                FailureContext.hint("rename one"),
                null);
          }
        });
    return Collections.unmodifiableMap(all);
  }

  private String key(String key) {
    String text = key.startsWith(OWN) ? written(key, refusedInKeys) : key;
    String begun = written(text, refusedInKeys).startsWith("-") ? "tag" + text : text;
    return form(key, begun, refusedInKeys, longestKey);
  }

  /** A text that fits as it is, or one that fits and tells its origin by a hash. */
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
