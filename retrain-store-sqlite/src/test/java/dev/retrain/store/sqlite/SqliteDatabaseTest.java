package dev.retrain.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.spi.state.EmbeddedDatabase;
import java.nio.file.Files;
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

  private final EmbeddedDatabase database =
      ServiceLoader.load(EmbeddedDatabase.class).findFirst().orElseThrow();

  private Path file() {
    return folder.resolve("state.db");
  }

  private Connection open(Duration patience) throws SQLException {
    return database.open(file(), false, patience);
  }

  private static int number(Connection connection) throws SQLException {
    try (var row = connection.createStatement().executeQuery("SELECT n FROM t")) {
      return row.next() ? row.getInt(1) : -1;
    }
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

  @Test
  void aCreatedFileIsOneFile() throws Exception {
    try (Connection one = database.create(file())) {
      run(one, "CREATE TABLE t (n INTEGER)");
      run(one, "INSERT INTO t VALUES (7)");
    }

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
    try (Connection two = open(LONG)) {
      assertThat(number(two)).isEqualTo(7);
    }
  }

  @Test
  void aReaderSeesWhatWasCommittedAndWritesNothing() throws Exception {
    try (Connection writer = database.open(file(), true, LONG)) {
      run(writer, "CREATE TABLE t (n INTEGER)");
      run(writer, "INSERT INTO t VALUES (7)");
      run(writer, "BEGIN IMMEDIATE");

      try (Connection reader = database.openReadOnly(file(), Duration.ofMillis(20))) {
        assertThat(number(reader)).isEqualTo(7);
        assertThatThrownBy(() -> run(reader, "INSERT INTO t VALUES (8)"))
            .hasMessageContaining("readonly");
      }
    }
  }

  @Test
  void aReaderRefusesWhatIsNoDatabase() throws Exception {
    Files.writeString(file(), "no database at all, only some text that is long enough");

    assertThatThrownBy(
            () -> {
              try (Connection reader = database.openReadOnly(file(), LONG)) {
                number(reader);
              }
            })
        .isInstanceOf(SQLException.class);
  }
}
