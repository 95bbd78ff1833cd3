package dev.retrain.runtime.store;

import dev.retrain.api.error.RetrainException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Runs work against a database and turns its failures into the two kinds. Thread-safe as far as its
 * source of connections is.
 */
final class Database implements AutoCloseable {

  /** Work on a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final Connections connections;
  private final SqlDialect dialect;

  private Database(Connections connections, SqlDialect dialect) {
    this.connections = connections;
    this.dialect = dialect;
  }

  static Database open(Connections connections) {
    Connection connection = null;
    try {
      connection = connections.take();
      SqlDialect dialect = SqlDialect.of(connection);
      Database database = new Database(connections, dialect);
      database.inTransaction(
          connection,
          c -> {
            Migrations.apply(c, dialect);
            return true;
          });
      connections.give(connection);
      return database;
    } catch (SQLException e) {
      if (connection != null) {
        connections.discard(connection);
      }
      throw StoreFailure.opening(connections.describe(), e);
    }
  }

  /**
   * Opens a database for reading and changes nothing in it.
   *
   * @return empty if its schema is older than that of this version
   */
  static Optional<Database> openReadOnly(Connections connections) {
    Connection connection = null;
    try {
      connection = connections.take();
      SqlDialect dialect = SqlDialect.of(connection);
      boolean current = Migrations.isCurrent(connection);
      connections.give(connection);
      return current ? Optional.of(new Database(connections, dialect)) : Optional.empty();
    } catch (SQLException e) {
      if (connection != null) {
        connections.discard(connection);
      }
      throw StoreFailure.opening(connections.describe(), e);
    }
  }

  SqlDialect dialect() {
    return dialect;
  }

  /** Reads in a transaction. */
  <T> T read(String what, Work<T> work) {
    return run(what, work);
  }

  /** Writes in one transaction: all of it or nothing. */
  <T> T write(String what, Work<T> work) {
    return run(what, connection -> inTransaction(connection, work));
  }

  private <T> T run(String what, Work<T> work) {
    Connection connection = null;
    try {
      connection = connections.take();
      T result = work.on(connection);
      connections.give(connection);
      return result;
    } catch (SQLException e) {
      if (connection != null) {
        connections.discard(connection);
      }
      throw failure(what, e);
    }
  }

  private <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.begin());
      try {
        T result = work.on(connection);
        statement.execute("COMMIT");
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(statement, e);
        throw e;
      }
    }
  }

  private static void rollBack(Statement statement, Exception cause) {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private RetrainException failure(String what, SQLException cause) {
    return StoreFailure.of(
        "cannot " + what + " in " + connections.describe(), cause, dialect.passes(cause));
  }

  @Override
  public void close() {
    connections.close();
  }
}
