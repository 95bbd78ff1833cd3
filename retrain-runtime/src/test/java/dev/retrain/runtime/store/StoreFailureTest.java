package dev.retrain.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StoreFailureTest {

  private static RetrainException sqlite(int code) {
    return StoreFailure.opening("state/retrain.db", new SQLException("reason", null, code));
  }

  @Test
  void aLockedDatabaseIsWaitedFor() {
    assertThat(sqlite(5))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("Wait for the process that holds the lock");
  }

  @Test
  void aFullDiskNeedsSpace() {
    assertThat(sqlite(13))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("Free space on the disk");
    assertThat(StoreFailure.opening("x", new SQLException("full", "53100")))
        .hasMessageContaining("Free space on the disk");
  }

  @Test
  void aDamagedFileIsRestored() {
    assertThat(sqlite(11))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("restore it from a backup");
    assertThat(sqlite(26)).hasMessageContaining("not a store");
  }

  @Test
  void onlyARefusedPasswordIsAMatterOfCredentials() {
    assertThat(StoreFailure.opening("x", new SQLException("refused", "28P01")))
        .hasMessageContaining("Check the user and the password");
    assertThat(StoreFailure.opening("x", new SQLException("refused", "08001")))
        .hasMessageContaining("that the database is running");
  }
}
