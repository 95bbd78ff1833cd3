package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How commands open the store. */
class StoreAccessTest {

  @TempDir Path folder;

  @BeforeEach
  void configure() throws Exception {
    config("state");
  }

  private void config(String store) throws Exception {
    Files.writeString(
        folder.resolve("retrain.yaml"),
        "{store: '" + store + "', backend: {name: local}, retrainings: []}");
  }

  private InProcess.Result retrain(String command) {
    return InProcess.retrain(command, "--config", folder.resolve("retrain.yaml").toString());
  }

  @Test
  void statusReadsAStoreThatAnotherProcessWrites() throws Exception {
    Stores.open(folder.resolve("state").toString()).close();
    String address = "jdbc:sqlite:" + folder.resolve("state/retrain.db");
    try (Connection writer = DriverManager.getConnection(address);
        Statement statement = writer.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      InProcess.Result status = retrain("status");

      assertThat(status.exitCode()).as(status.err()).isZero();
    }
  }

  @Test
  void statusOfAConfigThatWasNeverTickedCreatesNoStore() {
    InProcess.Result status = retrain("status");

    assertThat(status.exitCode()).as(status.err()).isZero();
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void anEmptyDatabaseIsRefusedAndLeftAsItIs() throws Exception {
    Path database = Files.createDirectories(folder.resolve("state")).resolve("retrain.db");
    Files.createFile(database);

    for (String command : new String[] {"tick", "status"}) {
      InProcess.Result result = retrain(command);

      assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(result.err()).contains("is empty: 0 bytes. Restore it from a backup");
    }
    assertThat(database).isEmptyFile();
  }

  @Test
  void aDatabaseThatIsNotSupportedIsNamedWithThoseThatAre() throws Exception {
    config("jdbc:mysql://host/database");

    InProcess.Result result = retrain("tick");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err())
        .contains("jdbc:mysql: is not supported")
        .contains("jdbc:postgresql://host/database", "SQLite");
  }

  @Test
  void aDamagedDatabaseIsNoMatterOfCredentials() throws Exception {
    Path database = Files.createDirectories(folder.resolve("state")).resolve("retrain.db");
    Files.writeString(database, "this is not a database, it is a text of some length");

    InProcess.Result result = retrain("tick");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("damaged").doesNotContain("credentials");
  }
}
