package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.ADOPTED;
import static dev.retrain.api.retraining.Decision.Kind.PROMOTED;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunIdentityTest {

  private static final Pipeline LATE = Scene.pipeline("train", "late");
  private static final Pipeline FAST = Scene.pipeline("train", "fast");

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final StateStore store = new InMemoryStateStore();
  private final Retrainer retrainer =
      Retrainer.on(backend)
          .store(store)
          .clock(clock)
          .flags(new FixedFlags())
          .adoptEvery(Duration.ZERO)
          .add(policy("late", LATE))
          .add(policy("fast", FAST))
          .build();

  private static Retraining policy(String name, Pipeline pipeline) {
    return Retraining.of(pipeline).named(name).when(flag("force_retrain"), FULL).build();
  }

  private void ticks(int number) {
    for (int i = 0; i < number; i++) {
      clock.advance(Duration.ofMinutes(1));
      retrainer.tick();
    }
  }

  /** Starts a run by hand that names the retraining late. */
  private void tagged(Pipeline pipeline, RunScript script) {
    backend.nextRun(script);
    backend.submit(
        Submission.of(pipeline, new RunKey("by-hand"), Map.of(), FULL, "none", "by hand")
            .withTags(Map.of(Retrainer.RETRAINING_TAG, "late")));
  }

  private List<Decision.Kind> kinds(String retraining) {
    return store.history(retraining, 0).stream().map(entry -> entry.decision().kind()).toList();
  }

  private Optional<String> champion(String model) {
    return backend.registry().byAlias(model, ModelRegistry.CHAMPION).map(ModelVersion::version);
  }

  @Test
  void aRunIsJudgedByTheRetrainingWhoseModelItRegisters() {
    retrainer.tick();
    backend.startElsewhere(
        FAST, RunScript.succeeds(Map.of("auc", 0.7)).after(Duration.ofMinutes(5)));
    ticks(10);

    assertThat(kinds("late")).doesNotContain(ADOPTED, PROMOTED);
    assertThat(kinds("fast")).contains(ADOPTED, PROMOTED);
    assertThat(champion("late")).isEmpty();
    assertThat(champion("fast")).contains("1");
  }

  @Test
  void aTaggedRunIsJudgedByTheRetrainingItNamesWhileItIsUnderWay() {
    retrainer.tick();
    tagged(LATE, RunScript.succeeds(Map.of("auc", 0.7)).after(Duration.ofHours(5)));
    ticks(2);

    assertThat(retrainer.phase("late")).isEqualTo("running");
    assertThat(retrainer.phase("fast")).isEqualTo("idle");
  }

  @Test
  void aVersionOfAnotherModelIsNeverPromotedWhateverItsTagSays() {
    retrainer.tick();
    tagged(FAST, RunScript.succeeds(Map.of("auc", 0.7)));
    ticks(5);

    assertThat(kinds("late")).doesNotContain(PROMOTED);
    assertThat(kinds("fast")).as("its tag names another retraining").doesNotContain(PROMOTED);
    assertThat(champion("late")).isEmpty();
  }

  @Test
  void theDefinitionOfAnAdoptedRunIsRecorded() {
    retrainer.tick();
    backend.startElsewhere(LATE, RunScript.succeeds(Map.of("auc", 0.7)));
    ticks(2);

    Decision adopted =
        store.history("late", 0).stream()
            .map(StateStore.LogEntry::decision)
            .filter(decision -> decision.kind() == ADOPTED)
            .findFirst()
            .orElseThrow();
    assertThat(adopted.evidence().get("pipeline").orElseThrow()).isEqualTo(Node.of("train"));
  }

  @Test
  void anOwnRunIsNotAdoptedAfterHundredsOfLaterOnes() {
    Scene scene = new Scene(Scene.policy().when(cron("*/30 * * * *"), BATCH));
    scene.tick();
    scene.every(Duration.ofMinutes(30), 264); // two entries a run, 512 are cached

    assertThat(scene.kinds()).doesNotContain(ADOPTED);
    assertThat(scene.alias(ModelRegistry.CHAMPION))
        .contains(Integer.toString(scene.backend.submissions().size()));
  }

  @Test
  void aSecondRunOfAKeyIsSetAsideHoweverLateItIsSeen() {
    Scene scene = new Scene(Scene.policy().when(cron("*/30 * * * *"), BATCH));
    scene.tick();
    scene.every(Duration.ofMinutes(30), 264); // two entries a run, 512 are cached
    scene.backend.duplicate(
        scene.backend.submissions().get(0).key(), RunScript.succeeds(Map.of("auc", 0.7)));
    scene.every(Duration.ofMinutes(10), 2);

    assertThat(scene.kinds()).contains(Decision.Kind.DUPLICATE).doesNotContain(ADOPTED);
  }

  @Test
  void aRunThatTookLongerThanAWeekIsJudgedWhenItEnds() {
    Scene scene = new Scene(Scene.policy().when(flag("force_retrain"), FULL));
    scene.tick();
    scene.backend.startElsewhere(
        Scene.pipeline(Scene.NAME),
        RunScript.succeeds(Map.of("auc", 0.7)).after(Duration.ofDays(9)));
    scene.every(Duration.ofHours(6), 4 * 10);

    assertThat(scene.kinds()).contains(ADOPTED, PROMOTED);
  }

  @Test
  void aBudgetOfManyRunsHolds() {
    Retraining minutely =
        Scene.policy().when(cron("* * * * *"), BATCH).budget(515, Duration.ofDays(30)).build();
    Retrainer often =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .adoptEvery(Duration.ofDays(100))
            .add(minutely)
            .build();
    for (int i = 0; i < 530; i++) {
      often.tick();
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(backend.submissions()).hasSize(515);
    assertThat(store.history(Scene.NAME, 0))
        .extracting(entry -> entry.decision().why())
        .contains("the budget of 515 runs in 30d is spent");
  }
}
