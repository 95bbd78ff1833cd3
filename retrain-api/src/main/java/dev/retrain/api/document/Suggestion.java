package dev.retrain.api.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that an unknown one was probably meant to be. */
public final class Suggestion {

  private Suggestion() {}

  /**
   * Returns the known name at the smallest edit distance, if that is at most about a third of the
   * length.
   */
  public static Optional<String> nearest(String unknown, Collection<String> known) {
    int most = Math.max(1, (unknown.length() + 1) / 3);
    return known.stream()
        .filter(name -> distance(unknown, name) <= most)
        .min(
            Comparator.<String>comparingInt(name -> distance(unknown, name)).thenComparing(s -> s));
  }

  /** Returns the Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
