package dev.retrain.store.sqlite;

import dev.retrain.spi.state.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;

/** Opens SQLite files with a write-ahead log, which several processes may share. */
public final class SqliteDatabase implements EmbeddedDatabase {

  /** Creates the provider, for {@link java.util.ServiceLoader}. */
  public SqliteDatabase() {}

  @Override
  public Connection open(Path file, boolean flushed, Duration patience) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(
        flushed ? SQLiteConfig.SynchronousMode.FULL : SQLiteConfig.SynchronousMode.OFF);
    config.setBusyTimeout(Math.toIntExact(patience.toMillis())); // while it opens
    return SqliteBusyHandler.installed(connect(config, file), patience);
  }

  @Override
  public Connection create(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.DELETE); // a write-ahead log is a second file
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    return connect(config, file);
  }

  @Override
  public Connection openReadOnly(Path file, Duration patience) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return SqliteBusyHandler.installed(connectReadOnly(config, file), patience);
  }

  private static Connection connectReadOnly(SQLiteConfig config, Path file) throws SQLException {
    try {
      Connection connection = connect(config, file);
      readOnce(connection);
      return connection;
    } catch (SQLException e) {
      if (Files.exists(file.resolveSibling(file.getFileName() + "-wal"))) {
        throw e;
      }
      // Without a journal and without write access to the folder, no process can write either.
      return config.createConnection("jdbc:sqlite:" + file.toUri() + "?immutable=1");
    }
  }

  private static void readOnce(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT COUNT(*) FROM sqlite_master")) {
      row.next();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection connect(SQLiteConfig config, Path file) throws SQLException {
    return config.createConnection("jdbc:sqlite:" + file);
  }
}
