package dev.retrain.drift.detect;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a policy remembers between windows; store it and hand it back with the next window.
 *
 * <p>Belongs to one reference: start {@link #fresh()} when the reference changes.
 *
 * @param coolDownLeft windows in which no retraining is asked for
 * @param traces what is remembered per feature and aspect; keys have no meaning outside
 */
public record DriftState(int coolDownLeft, SortedMap<String, Trace> traces) {

  /** Copies the map. */
  public DriftState {
    traces = Collections.unmodifiableSortedMap(new TreeMap<>(traces));
  }

  /** Returns the state before the first window. */
  public static DriftState fresh() {
    return new DriftState(0, new TreeMap<>());
  }

  /** Reads what {@link #toJson()} wrote. */
  public static DriftState fromJson(String json) {
    return StateJson.read(json);
  }

  /** Writes the state as one line of JSON with sorted keys. */
  public String toJson() {
    return StateJson.write(this);
  }

  Trace trace(String key) {
    return traces.getOrDefault(key, Trace.NONE);
  }
}
