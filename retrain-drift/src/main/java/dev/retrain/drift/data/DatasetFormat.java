package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A file format that can be read into columns; found by {@link java.util.ServiceLoader}.
 *
 * <p>CSV is built in; retrain-parquet adds Parquet. Implementations must be safe for use by several
 * threads and open files through {@link java.nio.file.Files} only, so that any file system provider
 * works.
 */
public interface DatasetFormat {
  /** Returns the format's name as users write it, such as {@code parquet}. */
  String name();

  /** Returns whether this format reads files of this name. */
  boolean accepts(Path file);

  /**
   * Reads a whole file.
   *
   * @throws DataProblem if it is not of this format or its content does not fit the options
   * @throws IOException if it cannot be read
   */
  Dataset read(Path file, ReadOptions options) throws IOException;

  /**
   * Hands a file over batch by batch, in order, on the calling thread, in memory that does not grow
   * with the file.
   *
   * @return the number of rows
   * @throws DataProblem if it is not of this format or its content does not fit the options
   * @throws IOException if it cannot be read
   */
  long stream(Path file, ReadOptions options, Consumer<Dataset> batches) throws IOException;
}
