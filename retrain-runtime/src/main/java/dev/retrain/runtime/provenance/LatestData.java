package dev.retrain.runtime.provenance;

import dev.retrain.api.source.DataWindow;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is to be known of the newest window once, however often a trigger fires on it while a
 * guard holds it back: a window once given does not change. Used by one thread at a time.
 */
public final class LatestData {

  private @Nullable DataWindow window;
  private @Nullable DataReference reference;

  /** Nothing read yet. */
  public LatestData() {}

  /** The data of a window. */
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
