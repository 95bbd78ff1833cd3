package dev.retrain.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.spi.state.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private Connection open(Duration patience) throws SQLException {
    EmbeddedDatabase database =
        ServiceLoader.load(EmbeddedDatabase.class).findFirst().orElseThrow();
    return database.open(folder.resolve("state.db"), false, patience);
  }

  private static void run(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  @Test
  void keepsWhatWasCommitted() throws Exception {
    try (Connection one = open(LONG)) {
      run(one, "CREATE TABLE t (n INTEGER)");
      run(one, "INSERT INTO t VALUES (7)");
    }

    try (Connection two = open(LONG);
        var row = two.createStatement().executeQuery("SELECT n FROM t")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(7);
    }
  }

  @Test
  void aWriterWaitsForAnotherOne() throws Exception {
    try (Connection one = open(LONG);
        Connection two = open(LONG)) {
      run(one, "BEGIN IMMEDIATE");
      CompletableFuture<Void> waits =
          CompletableFuture.runAsync(
              () -> {
                try {
                  run(two, "BEGIN IMMEDIATE");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      run(one, "COMMIT");

      assertThat(waits).succeedsWithin(LONG);
    }
  }

  @Test
  void aWriterThatWaitsTooLongFailsAndKeepsItsInterrupt() throws Exception {
    try (Connection one = open(LONG);
        Connection two = open(Duration.ofMillis(20))) {
      run(one, "BEGIN IMMEDIATE");
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> run(two, "BEGIN IMMEDIATE")).hasMessageContaining("locked");
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
