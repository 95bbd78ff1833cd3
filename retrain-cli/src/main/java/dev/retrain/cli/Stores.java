package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.state.StateStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens the store of an operating config. */
final class Stores {

  private Stores() {}

  /**
   * Opens a store.
   *
   * @param address a folder, or a {@code jdbc:} address
   */
  static JdbcStore open(String address) {
    return address.startsWith("jdbc:")
        ? JdbcStore.on(new Source(driver(address), address))
        : JdbcStore.embedded(Path.of(address));
  }

  /**
   * Opens a store for reading. Needs no write access; a store that does not exist is empty.
   *
   * @param address a folder, or a {@code jdbc:} address
   */
  static StateStore read(String address) {
    return address.startsWith("jdbc:")
        ? JdbcStore.readOnly(new Source(driver(address), address))
        : JdbcStore.readOnly(Path.of(address)).<StateStore>map(s -> s).orElseGet(EmptyStore::new);
  }

  private static Driver driver(String address) {
    try {
      return DriverManager.getDriver(address);
    } catch (SQLException e) {
      throw new ConfigurationProblem(
          "the database " + scheme(address) + " is not supported",
          FailureContext.hint(
              "use a folder, which holds a SQLite database, jdbc:postgresql://host/database or"
                  + " jdbc:sqlite:file"),
          null);
    }
  }

  /** Returns the scheme alone, because the rest may hold a password. */
  private static String scheme(String address) {
    int end = address.indexOf(':', "jdbc:".length());
    return end < 0 ? "jdbc:" : address.substring(0, end + 1);
  }

  /** Opens a connection for each request; a command needs few. */
  private record Source(Driver driver, String address) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
      return getConnection(
          System.getenv("RETRAIN_STORE_USER"), System.getenv("RETRAIN_STORE_PASSWORD"));
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password)
        throws SQLException {
      Properties properties = new Properties();
      if (user != null) {
        properties.setProperty("user", user);
      }
      if (password != null) {
        properties.setProperty("password", password);
      }
      Connection connection = driver.connect(address, properties);
      if (connection == null) {
        throw new SQLException("the driver does not support " + scheme(address));
      }
      return connection;
    }

    @Override
    public String toString() {
      return scheme(address);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
