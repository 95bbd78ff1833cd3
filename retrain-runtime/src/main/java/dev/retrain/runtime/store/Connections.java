package dev.retrain.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where connections come from. Thread-safe. */
interface Connections extends AutoCloseable {

  /** Returns a connection in auto-commit mode. */
  Connection take() throws SQLException;

  /** Gives back a connection that works. */
  void give(Connection connection) throws SQLException;

  /** Throws away a connection that may be broken. */
  void discard(Connection connection);

  /** Returns what they lead to, without credentials. */
  String describe();

  @Override
  void close();

  /** Keeps up to a number of idle connections. */
  final class Kept implements Connections {

    /** Opens a connection. */
    interface Opener {
      Connection open() throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);
    private static final int MOST = 4;

    private final Opener opener;
    private final String description;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    Kept(Opener opener, String description) {
      this.opener = opener;
      this.description = description;
    }

    @Override
    public Connection take() throws SQLException {
      synchronized (this) {
        if (closed) {
          throw new SQLException(description + " is closed");
        }
        if (!idle.isEmpty()) {
          return idle.pop();
        }
      }
      return opener.open();
    }

    @Override
    public void give(Connection connection) {
      synchronized (this) {
        if (!closed && idle.size() < MOST) {
          idle.push(connection);
          return;
        }
      }
      discard(connection);
    }

    @Override
    public void discard(Connection connection) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("a connection to {} does not close", description, e);
      }
    }

    @Override
    public String describe() {
      return description;
    }

    @Override
    public synchronized void close() {
      closed = true;
      idle.forEach(this::discard);
      idle.clear();
    }
  }

  /** Takes them from a pool of the application's, which stays open. */
  record Pooled(DataSource source) implements Connections {

    @Override
    public Connection take() throws SQLException {
      Connection connection = source.getConnection();
      connection.setAutoCommit(true);
      return connection;
    }

    @Override
    public void give(Connection connection) throws SQLException {
      connection.close();
    }

    @Override
    public void discard(Connection connection) {
      try {
        connection.close();
      } catch (SQLException e) {
        LoggerFactory.getLogger(Pooled.class).debug("a connection does not close", e);
      }
    }

    @Override
    public String describe() {
      return "the state database";
    }

    @Override
    public void close() {}
  }
}
