package dev.retrain.spi.state;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Opens a database that runs inside this process and keeps its data in one file. Found by {@link
 * java.util.ServiceLoader}, so that applications which use a database server carry no embedded
 * driver. Implementations are thread-safe.
 */
public interface EmbeddedDatabase {

  /**
   * Opens a connection in auto-commit mode; the caller closes it.
   *
   * @param file created where it is missing; its folder exists
   * @param flushed whether a commit returns only once it is on the disk: it then survives a loss of
   *     power, otherwise only the end of the process
   * @param patience how long a statement waits for the writers of other connections and processes
   * @throws SQLException if the file cannot be opened or is no database
   */
  Connection open(Path file, boolean flushed, Duration patience) throws SQLException;

  /**
   * Creates a file that is one file as soon as the connection is closed, so that it can be moved or
   * linked; flushed to the disk.
   *
   * @param file does not exist; its folder does
   * @throws SQLException if the file cannot be created
   */
  Connection create(Path file) throws SQLException;

  /**
   * Opens a connection that only reads. Needs no write access to the file or its folder, and does
   * not wait for writers.
   *
   * @param patience how long a statement waits for a lock
   * @throws SQLException if the file cannot be opened or is no database
   */
  Connection openReadOnly(Path file, Duration patience) throws SQLException;
}
