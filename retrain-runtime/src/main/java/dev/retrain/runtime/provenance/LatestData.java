package dev.retrain.runtime.provenance;

import dev.retrain.api.source.DataWindow;
import org.jspecify.annotations.Nullable;

/**
 * Reads the newest window once, however often a trigger fires on it while a guard holds it back: a
 * window does not change. Not thread-safe.
 */
public final class LatestData {

  private @Nullable DataWindow window;
  private @Nullable DataReference reference;

  /** Creates a reader that has read nothing yet. */
  public LatestData() {}

  /** Returns the data of a window. */
  public DataReference of(DataWindow latest) {
    DataReference known = reference;
    if (known == null || !latest.equals(window)) {
      known = DataReference.of(latest);
      window = latest;
      reference = known;
    }
    return known;
  }
}
