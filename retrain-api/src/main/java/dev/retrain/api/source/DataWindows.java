package dev.retrain.api.source;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The windows of data that are tested for drift. Thread-safe; a window that was returned once does
 * not change.
 */
public interface DataWindows {

  /** No data: drift stays undecided. */
  DataWindows NONE = (after, upTo) -> List.of();

  /**
   * Returns the windows that ended in an interval, oldest first.
   *
   * @param after exclusive
   * @param upTo inclusive
   */
  List<DataWindow> ended(Instant after, Instant upTo);

  /** Returns the newest window that has ended. */
  default Optional<DataWindow> latest(Instant now) {
    List<DataWindow> all = ended(Instant.EPOCH, now);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }
}
