package dev.retrain.store.sqlite;

import dev.retrain.spi.state.EmbeddedDatabase;
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
    return SqliteBusyHandler.installed(config.createConnection("jdbc:sqlite:" + file), patience);
  }
}
