package dev.retrain.runtime.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a database to the newest schema, one numbered file after the other, each in the
 * transaction that notes it. A database of a newer schema is refused.
 */
final class Migrations {

  private static final List<String> FILES =
      List.of("1-state.sql", "2-leases.sql", "3-feedback.sql", "4-signatures.sql");

  private Migrations() {}

  /** Inside a transaction of the caller. */
  static void apply(Connection connection, SqlDialect dialect) throws SQLException {
    dialect.lock(connection, "retrain_schema");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS retrain_schema (version INTEGER NOT NULL PRIMARY KEY)");
      int version = version(statement);
      refuseNewer(version);
      for (int next = version + 1; next <= FILES.size(); next++) {
        run(statement, FILES.get(next - 1), dialect);
        statement.execute("INSERT INTO retrain_schema (version) VALUES (" + next + ")");
      }
    }
  }

  /**
   * Returns whether a database has the newest schema. Reads only.
   *
   * @throws SQLException if its schema is newer
   */
  static boolean isCurrent(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, null, "retrain_schema", null)) {
      if (!tables.next()) {
        return false;
      }
    }
    try (Statement statement = connection.createStatement()) {
      int version = version(statement);
      refuseNewer(version);
      return version == FILES.size();
    }
  }

  private static void refuseNewer(int version) throws SQLException {
    if (version > FILES.size()) {
      throw new SQLException(
          "the database has schema "
              + version
              + ", this version of retrain knows only up to "
              + FILES.size());
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM retrain_schema")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void run(Statement statement, String file, SqlDialect dialect)
      throws SQLException {
    String commands = read(file).replaceAll("(?m)^--.*$", "").replace("${text}", dialect.text());
    for (String command : commands.split(";", -1)) {
      if (!command.isBlank()) {
        statement.execute(command);
      }
    }
  }

  private static String read(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream("schema/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the schema file " + file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a number for a name, the same in every process (FNV-1a, 64 bit). */
  static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
