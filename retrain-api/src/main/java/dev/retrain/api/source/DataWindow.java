package dev.retrain.api.source;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A time interval and its rows.
 *
 * @param start inclusive
 * @param end exclusive, after {@code start}; identifies the window
 * @param rows a CSV or Parquet file or a folder of them
 * @param dataVersion identifies the content, such as a hash or a DVC md5
 */
public record DataWindow(Instant start, Instant end, Path rows, String dataVersion) {
  /** Checks the order. */
  public DataWindow {
    requireNonNull(rows);
    requireNonNull(dataVersion);
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException(
          "a window must end after it starts, has " + start + " and " + end);
    }
  }
}
