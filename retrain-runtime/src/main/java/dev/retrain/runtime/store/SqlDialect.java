package dev.retrain.runtime.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/** What differs between databases. */
enum SqlDialect {
  SQLITE {
    @Override
    String text() {
      return "TEXT";
    }

    @Override
    String begin() {
      return "BEGIN IMMEDIATE"; // takes the write lock at once: no upgrade can deadlock
    }

    @Override
    void lock(Connection connection, String name) {
      // the write lock is the whole file's
    }

    @Override
    boolean passes(SQLException failure) {
      return PASSING.contains(failure.getErrorCode() & 0xff);
    }
  },
  POSTGRESQL {
    @Override
    String text() {
      return "TEXT COLLATE \"C\"";
    }

    @Override
    String begin() {
      return "BEGIN";
    }

    @Override
    void lock(Connection connection, String name) throws SQLException {
      try (var statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
        statement.setLong(1, Migrations.hash(name));
        statement.execute();
      }
    }

    @Override
    boolean passes(SQLException failure) {
      String state = failure.getSQLState() == null ? "" : failure.getSQLState();
      return TRANSIENT_CLASSES.contains(state.length() < 2 ? "" : state.substring(0, 2));
    }
  };

  /** SQLITE_BUSY, SQLITE_LOCKED, SQLITE_NOMEM, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN. */
  private static final Set<Integer> PASSING = Set.of(5, 6, 7, 10, 13, 14);

  /** Connection, transaction rollback, resources, operator intervention, system. */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("", "08", "40", "53", "57", "58");

  static SqlDialect of(Connection connection) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    String product = metaData.getDatabaseProductName().toLowerCase(Locale.ROOT);
    return switch (product) {
      case "sqlite" -> SQLITE;
      case "postgresql" -> POSTGRESQL;
      default ->
          throw new SQLException(
              "asked to keep state in " + product + ", not in SQLite or PostgreSQL");
    };
  }

  /** Returns the type of texts that sort by code unit. */
  abstract String text();

  /** Begins a transaction that will write. */
  abstract String begin();

  /** Keeps others out of a name until the transaction ends. */
  abstract void lock(Connection connection, String name) throws SQLException;

  /** Returns whether the same call may succeed later. */
  abstract boolean passes(SQLException failure);
}
