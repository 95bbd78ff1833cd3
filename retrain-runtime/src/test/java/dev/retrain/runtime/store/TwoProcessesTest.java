package dev.retrain.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.state.StateStore;
import dev.retrain.runtime.Mailbox;
import dev.retrain.runtime.phase.Request;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second process looks and acts while the first writes, and goes on when it is killed. */
class TwoProcessesTest {

  @TempDir Path folder;

  @Test
  void aSecondProcessLooksActsAndTakesOver() throws Exception {
    Process writer =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = writer.inputReader();
        JdbcStore mine = JdbcStore.embedded(folder)) {
      assertThat(out.lines().anyMatch("writing"::equals)).isTrue();
      Mailbox mailbox = new Mailbox(mine);
      for (int i = 0; i < 20; i++) { // acts while the other writes
        mailbox.put(
            "delays",
            new Request("r" + i, Request.Verb.RETRAIN, RetrainMode.FULL, "asked", Instant.EPOCH));
      }
      long seen = Long.parseLong(mine.load("counter").orElseThrow().body());
      writer.destroyForcibly();
      assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();

      StateStore.Snapshot left = mine.load("counter").orElseThrow();
      assertThat(left.version()).isGreaterThanOrEqualTo(seen);
      assertThat(mine.saveIfUnchanged("counter", left.version(), "taken over", List.of())).isTrue();
      assertThat(mailbox.waiting("delays")).hasSize(20);
    }
  }

  /** Writes for ever. */
  public static final class Writer {
    private Writer() {}

    /** Takes a folder. */
    public static void main(String[] args) {
      try (JdbcStore store = JdbcStore.embedded(Path.of(args[0]))) {
        for (long version = 0; ; version++) {
          store.saveIfUnchanged("counter", version, Long.toString(version + 1), List.of());
          if (version == 3) {
            System.out.println("writing");
          }
        }
      }
    }
  }
}
