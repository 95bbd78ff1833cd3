package dev.retrain.spi.backend;

import dev.retrain.api.document.Documents;
import java.util.regex.Pattern;

/**
 * The name of one run, derived from its purpose and never from the time of the request, so that a
 * repeated request names the same run.
 *
 * <p>The parts of a key are, for a run of a retraining, its name, the id of the firing and the
 * attempt; for one of {@code retrain run}, the name and content hash of the pipeline, every
 * parameter, the version of the data, the mode ({@code production} or {@code ci}), the retrain
 * mode, the sample and the attempt. So a trial never takes the key of a production run. Reason,
 * tags and champion are no part of it.
 *
 * @param value lower case letters, digits and hyphens, at most 63, beginning with a letter
 */
public record RunKey(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final int PREFIX = 40;
  private static final int HASH = 16;

  /** Checks the form. */
  public RunKey {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("'" + value + "' is no run key");
    }
  }

  /**
   * Returns the key of a firing.
   *
   * @param retraining its name
   * @param firingId identifies what fired; never the current time
   * @param attempt 1 for the first
   */
  public static RunKey of(String retraining, String firingId, int attempt) {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempts count from 1, not " + attempt);
    }
    String hash =
        Documents.sha256(retraining + "\n" + firingId + "\n" + attempt).substring(0, HASH);
    String prefix = retraining.length() > PREFIX ? retraining.substring(0, PREFIX) : retraining;
    return new RunKey(prefix + "-" + hash);
  }

  @Override
  public String toString() {
    return value;
  }
}
