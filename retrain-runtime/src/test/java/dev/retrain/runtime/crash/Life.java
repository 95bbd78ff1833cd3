package dev.retrain.runtime.crash;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;

import dev.retrain.api.retraining.Decision;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.phase.Deadlines;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A day and a bit of a retraining over files: two runs, the second by canary. */
final class Life {

  static final String START = "2001-01-01T02:00:00Z";
  private static final Instant END = Instant.parse("2001-01-02T05:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(40);

  /** No deadline gives a run up while the outside fails on purpose. */
  private static final Duration PATIENCE = Duration.ofDays(9);

  private Life() {}

  /** Lives from where the store stands to the end, with a listener around every call outside. */
  static void live(Path folder, CallInterceptor.Listener listener) {
    JdbcStore durable = JdbcStore.embedded(folder.resolve("state"), false);
    FolderWorld world = new FolderWorld(folder.resolve("world"));
    SettableClock clock = SettableClock.at(START);
    StateStore store = CallInterceptor.calls(StateStore.class, durable, listener);
    Retrainer retrainer =
        Retrainer.on(CallInterceptor.calls(Backend.class, world.new Runs(), listener))
            .store(store)
            .clock(clock)
            .deadlines(new Deadlines(PATIENCE, PATIENCE, PATIENCE, PATIENCE))
            .registry(CallInterceptor.calls(ModelRegistry.class, world.new Versions(), listener))
            .deployer(
                Scene.ENDPOINT,
                CallInterceptor.calls(Deployer.class, world.new Endpoint(), listener))
            .add(
                Scene.policy()
                    .when(cron("0 3 * * *"), BATCH)
                    .rollout(Scene.carefully())
                    .to(Scene.ENDPOINT)
                    .build())
            .build();
    try {
      // Time is read from the log, as a process that starts again reads it from the wall.
      List<StateStore.LogEntry> before = durable.history(Scene.NAME, 0);
      if (!before.isEmpty()) {
        clock.set(before.get(before.size() - 1).decision().at());
      }
      while (clock.instant().isBefore(END)) {
        retrainer.tick();
        clock.advance(STEP);
      }
    } finally {
      durable.close();
    }
  }

  /** All that a life has left so far: what a process that ends now hands to the next. */
  static String trace(Path folder) {
    try (JdbcStore store = JdbcStore.embedded(folder.resolve("state"), false)) {
      return new FolderWorld(folder.resolve("world")).content() + " " + store.versions("");
    }
  }

  /** What outlives the processes: the outside, and the decisions without their times. */
  record Outcome(Map<String, String> world, List<String> decisions, boolean intact) {}

  static Outcome outcome(Path folder) {
    try (JdbcStore store = JdbcStore.embedded(folder.resolve("state"), false)) {
      List<StateStore.LogEntry> log = store.history(Scene.NAME, 0);
      return new Outcome(
          new FolderWorld(folder.resolve("world")).content(),
          log.stream().map(entry -> words(entry.decision())).toList(),
          log.stream().allMatch(StateStore.LogEntry::intact));
    }
  }

  private static String words(Decision decision) {
    return decision.kind()
        + " "
        + decision.rule()
        + " "
        + decision.what()
        + " "
        + decision.runKey().orElse("-");
  }
}
