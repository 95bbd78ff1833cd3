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
 * @param dataVersion identifies the content, as {@link DataVersion#text()}
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

  /** Creates a window of a known data version. */
  public DataWindow(Instant start, Instant end, Path rows, DataVersion version) {
    this(start, end, rows, version.text());
  }

  /** Returns the version of the data. */
  public DataVersion version() {
    return DataVersion.parse(dataVersion);
  }
}
