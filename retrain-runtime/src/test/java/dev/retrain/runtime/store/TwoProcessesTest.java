package dev.retrain.runtime.store;

import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.RequestQueue;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.SettableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
    Process writer = begin(Writer.class);
    try (BufferedReader out = writer.inputReader();
        JdbcStore mine = JdbcStore.embedded(folder)) {
      assertThat(out.lines().anyMatch("writing"::equals)).isTrue();
      RequestQueue requests = new RequestQueue(mine);
      for (int i = 0; i < 20; i++) { // acts while the other writes
        requests.put(
            "delays",
            new RetrainingRequest(
                "r" + i, RetrainingRequest.Verb.RETRAIN, RetrainMode.FULL, "asked", Instant.EPOCH));
      }
      long seen = Long.parseLong(mine.load("counter").orElseThrow().body());
      writer.destroyForcibly();
      assertThat(writer.waitFor(120, TimeUnit.SECONDS)).isTrue();

      StateStore.Snapshot left = mine.load("counter").orElseThrow();
      assertThat(left.version()).isGreaterThanOrEqualTo(seen);
      assertThat(mine.saveIfUnchanged("counter", left.version(), "taken over", List.of())).isTrue();
      assertThat(requests.waiting("delays")).hasSize(20);
    } finally {
      writer.destroyForcibly();
    }
  }

  private Process begin(Class<?> main) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void twoProcessesShareTheWorkAndTheOneThatLivesTakesOver() throws Exception {
    Process other = begin(Sharer.class);
    SettableClock clock = SettableClock.at(Sharer.NOW);
    try (BufferedReader out = other.inputReader();
        Retrainer mine = Sharer.node("mine", folder, clock)) {
      assertThat(out.lines().anyMatch("sharing"::equals)).isTrue();
      mine.tick();
      assertThat(held(mine)).as("the other has it all").isZero();
      while (held(mine) == 0) { // until the other has given half of it up
        mine.tick();
      }
      assertThat(held(mine)).isEqualTo(2);

      other.destroyForcibly();
      assertThat(other.waitFor(120, TimeUnit.SECONDS)).isTrue();
      clock.advance(Duration.ofSeconds(30));
      mine.tick();
      assertThat(held(mine)).as("its lease of half a minute has ended").isEqualTo(4);
    } finally {
      other.destroyForcibly();
    }
  }

  private static long held(Retrainer node) {
    return Sharer.NAMES.stream().filter(node::holds).count();
  }

  /** Ticks for ever, at one moment. */
  public static final class Sharer {
    static final String NOW = "2001-01-01T00:00:00Z";
    static final List<String> NAMES = List.of("m-0", "m-1", "m-2", "m-3");

    private Sharer() {}

    static Retrainer node(String name, Path folder, Clock clock) {
      Retrainer.Builder builder =
          Retrainer.on(new FakeBackend(clock))
              .store(JdbcStore.embedded(folder, false))
              .clock(clock)
              .node(name);
      for (String model : NAMES) {
        builder.add(
            Retraining.of(Scene.pipeline(model))
                .when(cron("0 3 * * *"), RetrainMode.BATCH)
                .build());
      }
      return builder.build();
    }

    /** Takes a folder. */
    public static void main(String[] args) {
      try (Retrainer node = node("other", Path.of(args[0]), SettableClock.at(NOW))) {
        node.tick();
        System.out.println("sharing");
        while (!Thread.currentThread().isInterrupted()) {
          node.tick();
        }
      }
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
          store.load("counter"); // a loop reads between two saves, which lets others in
          if (version == 3) {
            System.out.println("writing");
          }
        }
      }
    }
  }
}
