package dev.retrain.runtime.store;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.provider.Providers;
import dev.retrain.api.retraining.Decision;
import dev.retrain.runtime.audit.SigningKey;
import dev.retrain.runtime.feedback.FeedbackStore;
import dev.retrain.spi.state.EmbeddedDatabase;
import dev.retrain.spi.state.Leases;
import dev.retrain.spi.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps state, decisions and leases in a database. Thread-safe; several processes may use one
 * database, an embedded file as well.
 *
 * <p>Failures that may pass (a lock held too long, a connection lost) are {@link
 * dev.retrain.api.error.TransientFailure}.
 */
public final class JdbcStore implements StateStore {

  /** How long a save waits for other writers, in this process and others. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String FILE = "retrain.db";

  private final Database database;
  private final Optional<SigningKey> key;

  private JdbcStore(Database database) {
    this(database, Optional.empty());
  }

  private JdbcStore(Database database, Optional<SigningKey> key) {
    this.database = database;
    this.key = key;
  }

  /**
   * Returns a store in a file of a folder, which is made where it is missing. Every decision is
   * flushed to the disk before it counts.
   *
   * @throws ConfigurationProblem if the folder cannot be made, or the module retrain-store-sqlite
   *     is not on the class path
   */
  public static JdbcStore embedded(Path folder) {
    return embedded(folder, true);
  }

  /**
   * Returns a store in a file of a folder.
   *
   * @param flushed whether each decision is on the disk before it counts: then it survives a loss
   *     of power, else only the end of the process
   * @throws ConfigurationProblem if the folder cannot be made, or the module retrain-store-sqlite
   *     is not on the class path
   */
  public static JdbcStore embedded(Path folder, boolean flushed) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "asked to keep state in " + folder + ", got " + e,
          FailureContext.hint("name a folder that can be written"),
          e);
    }
    EmbeddedFile file = fileIn(folder);
    file.createIfAbsent();
    return new JdbcStore(Database.open(file.connections(flushed, PATIENCE)));
  }

  /**
   * Opens the store of a folder for reading. Needs no write access, changes nothing and does not
   * wait for writers. A store with an older schema is opened for writing and brought up to date.
   *
   * @return empty if the folder has no store
   */
  public static Optional<JdbcStore> readOnly(Path folder) {
    EmbeddedFile file = fileIn(folder);
    return file.exists()
        ? Optional.of(
            Database.openReadOnly(file.readOnlyConnections(PATIENCE))
                .map(JdbcStore::new)
                .orElseGet(() -> embedded(folder)))
        : Optional.empty();
  }

  /** Opens a SQLite or PostgreSQL database for reading; the source stays the caller's to close. */
  public static JdbcStore readOnly(DataSource source) {
    Connections connections = new Connections.Pooled(source);
    return new JdbcStore(
        Database.openReadOnly(connections).orElseGet(() -> Database.open(connections)));
  }

  private static EmbeddedFile fileIn(Path folder) {
    return new EmbeddedFile(driver(EmbeddedDatabase.class.getClassLoader()), folder.resolve(FILE));
  }

  static EmbeddedDatabase driver(ClassLoader loader) {
    Providers<EmbeddedDatabase> all = Providers.of(EmbeddedDatabase.class, loader);
    return all.found().stream()
        .findFirst()
        .orElseThrow(
            () ->
                all.absent(
                    "opening an embedded store failed: no embedded database is on the class path",
                    "Add the module retrain-store-sqlite, or use a database server with"
                        + " JdbcStore.on(dataSource)"));
  }

  /** Returns a store in a SQLite or PostgreSQL database; the source stays the caller's to close. */
  public static JdbcStore on(DataSource source) {
    return new JdbcStore(Database.open(new Connections.Pooled(source)));
  }

  /** Returns the same store, signing every decision it writes from now on. */
  public JdbcStore signedWith(SigningKey signing) {
    return new JdbcStore(database, Optional.of(signing));
  }

  /** Returns leases in the same database. The nodes' clocks should agree to within a second. */
  @Override
  public Leases leases(Clock clock) {
    return new JdbcLeases(database, clock);
  }

  /** Returns the feedback in the same database. */
  public FeedbackStore feedback() {
    return new JdbcFeedback(database);
  }

  @Override
  public Optional<Snapshot> load(String key) {
    return database.read(
        "load " + key,
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT version, body FROM retrain_state WHERE name = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(new Snapshot(row.getLong(1), row.getString(2)))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public boolean saveIfUnchanged(
      String key, long expectedVersion, String body, List<Decision> decisions) {
    return database.write(
        "save " + key,
        connection -> {
          boolean mine =
              expectedVersion == 0
                  ? insert(connection, key, body)
                  : update(connection, key, expectedVersion, body);
          if (mine) {
            for (Decision decision : decisions) {
              append(connection, decision);
            }
          }
          return mine;
        });
  }

  private static boolean insert(Connection connection, String key, String body)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO retrain_state (name, version, body) VALUES (?, 1, ?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setString(1, key);
      insert.setString(2, body);
      return insert.executeUpdate() == 1;
    }
  }

  private static boolean update(Connection connection, String key, long version, String body)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE retrain_state SET version = version + 1, body = ?"
                + " WHERE name = ? AND version = ?")) {
      update.setString(1, body);
      update.setString(2, key);
      update.setLong(3, version);
      return update.executeUpdate() == 1;
    }
  }

  private void append(Connection connection, Decision decision) throws SQLException {
    database.dialect().lock(connection, "retrain_decision/" + decision.retraining());
    LogEntry unsigned = following(connection, decision);
    LogEntry entry = key.map(k -> unsigned.signed(k.sign(unsigned.hash()))).orElse(unsigned);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO retrain_decision"
                + " (retraining, sequence, previous_hash, hash, decision, signature)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, decision.retraining());
      insert.setLong(2, entry.sequence());
      insert.setString(3, entry.previousHash());
      insert.setString(4, entry.hash());
      insert.setString(5, Documents.canonicalJson(Decision.shape().write(decision)));
      insert.setString(6, entry.signature().orElse(null));
      insert.executeUpdate();
    }
  }

  private static LogEntry following(Connection connection, Decision decision) throws SQLException {
    try (PreparedStatement last =
        connection.prepareStatement(
            "SELECT sequence, hash FROM retrain_decision WHERE retraining = ?"
                + " ORDER BY sequence DESC LIMIT 1")) {
      last.setString(1, decision.retraining());
      try (ResultSet row = last.executeQuery()) {
        return row.next()
            ? LogEntry.of(row.getLong(1) + 1, row.getString(2), decision)
            : LogEntry.of(1, LogEntry.NO_HASH, decision);
      }
    }
  }

  @Override
  public List<String> keys(String prefix) {
    return database.read(
        "list " + prefix,
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT name FROM retrain_state WHERE name >= ? AND name < ? ORDER BY name")) {
            select.setString(1, prefix);
            select.setString(2, prefix + Character.MAX_VALUE);
            try (ResultSet row = select.executeQuery()) {
              List<String> keys = new ArrayList<>();
              while (row.next()) {
                keys.add(row.getString(1));
              }
              return keys;
            }
          }
        });
  }

  @Override
  public Map<String, Long> versions(String prefix) {
    return database.read(
        "list the versions of " + prefix,
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT name, version FROM retrain_state WHERE name >= ? AND name < ?")) {
            select.setString(1, prefix);
            select.setString(2, prefix + Character.MAX_VALUE);
            try (ResultSet row = select.executeQuery()) {
              Map<String, Long> versions = new HashMap<>();
              while (row.next()) {
                versions.put(row.getString(1), row.getLong(2));
              }
              return versions;
            }
          }
        });
  }

  @Override
  public List<LogEntry> history(String retraining, long afterSequence) {
    return database.read(
        "read the decisions of " + retraining,
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT sequence, previous_hash, decision, hash, signature FROM retrain_decision"
                      + " WHERE retraining = ? AND sequence > ? ORDER BY sequence")) {
            select.setString(1, retraining);
            select.setLong(2, afterSequence);
            try (ResultSet row = select.executeQuery()) {
              List<LogEntry> entries = new ArrayList<>();
              while (row.next()) {
                entries.add(entry(row));
              }
              return entries;
            }
          }
        });
  }

  private static LogEntry entry(ResultSet row) throws SQLException {
    Decision decision =
        DocumentReader.of(
            Decision.shape(), Documents.parse(row.getString(3), "a decision"), "a decision");
    return new LogEntry(
        row.getLong(1),
        row.getString(2),
        decision,
        row.getString(4),
        Optional.ofNullable(row.getString(5)));
  }

  @Override
  public void close() {
    database.close();
  }
}
