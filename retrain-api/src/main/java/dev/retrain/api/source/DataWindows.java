package dev.retrain.api.source;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The windows of data that drift is looked for in. Thread-safe; a window once given does not
 * change.
 */
public interface DataWindows {

  /** No data: drift stays undecided. */
  DataWindows NONE = (after, upTo) -> List.of();

  /**
   * The windows that ended in a stretch of time, oldest first.
   *
   * @param after exclusive
   * @param upTo inclusive
   */
  List<DataWindow> ended(Instant after, Instant upTo);

  /** The newest window that has ended. */
  default Optional<DataWindow> latest(Instant now) {
    List<DataWindow> all = ended(Instant.EPOCH, now);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }
}
