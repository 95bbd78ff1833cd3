package dev.retrain.drift.detect;

import dev.retrain.drift.stat.BinCounts;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@link DriftMonitor} counted in one window: rows per frozen bin of every feature, no row
 * and no value. Windows of several nodes over one reference merge exactly. Immutable.
 *
 * @param reference fingerprint of the {@link FrozenReference} whose bins were counted
 * @param from when the window began
 * @param to when it ended
 * @param rows how many rows it holds
 * @param features counts per feature
 */
public record WindowCounts(
    String reference, Instant from, Instant to, long rows, SortedMap<String, BinCounts> features) {

  /** Copies the map. */
  public WindowCounts {
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
  }

  /**
   * Returns the counts of both windows together, from the earlier beginning to the later end.
   *
   * @throws IllegalArgumentException if they were counted over different references
   */
  public WindowCounts merge(WindowCounts other) {
    if (!reference.equals(other.reference) || !features.keySet().equals(other.features.keySet())) {
      throw new IllegalArgumentException(
          "cannot merge counts of %s over reference %s with those of %s over %s"
              .formatted(features.keySet(), reference, other.features.keySet(), other.reference));
    }
    SortedMap<String, BinCounts> sum = new TreeMap<>(features);
    other.features.forEach((name, counts) -> sum.merge(name, counts, BinCounts::merge));
    return new WindowCounts(
        reference,
        from.isBefore(other.from) ? from : other.from,
        to.isAfter(other.to) ? to : other.to,
        rows + other.rows,
        sum);
  }

  /** Reads what {@link #toJson()} wrote. */
  public static WindowCounts fromJson(String json) {
    return CountsJson.read(json);
  }

  /** Writes the counts as one line of JSON with sorted keys. */
  public String toJson() {
    return CountsJson.write(this);
  }
}
