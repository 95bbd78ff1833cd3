package dev.retrain.runtime;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.api.retraining.Decision.Kind.PROMOTED;
import static dev.retrain.api.retraining.Decision.Kind.ROLLED_BACK;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.api.rollout.Rollout.canary;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditedRolloutTest {

  private static final Target OTHER = Target.endpoint("other");
  private static final Rollout SLOW =
      canary(percent(5), percent(25), percent(50)).observe(Duration.ofMinutes(30));

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final FixedFlags flags = new FixedFlags();
  private final StateStore store = new InMemoryStateStore();

  private static Retraining.Builder policy(Rollout rollout) {
    return Scene.policy().when(flag("on"), FULL).rollout(rollout).to(Scene.ENDPOINT);
  }

  /** Ticks of a process that read the policy as it stands now. */
  private void ticks(Retraining.Builder policy, int number) {
    Retrainer process =
        Retrainer.on(backend).store(store).clock(clock).flags(flags).add(policy.build()).build();
    for (int i = 0; i < number; i++) {
      endpoint().health().keySet().forEach(v -> endpoint().answered(v, 500, 1, MILLIS));
      process.tick();
      clock.advance(Duration.ofMinutes(10));
    }
  }

  private static final Duration MILLIS = Duration.ofMillis(20);

  private FakeDeployer endpoint() {
    return backend.fakeDeployer(Scene.ENDPOINT);
  }

  /** Version 1 is live, and version 2 has been rolled out for a number of ticks. */
  private void underWay(int ticks) {
    flags.set("on", false);
    ticks(policy(SLOW), 1);
    flags.set("on", true);
    ticks(policy(SLOW), 3);
    flags.set("on", false);
    ticks(policy(SLOW), 1);
    flags.set("on", true);
    ticks(policy(SLOW), ticks);
  }

  private List<Decision> log(String name) {
    return store.history(name, 0).stream().map(StateStore.LogEntry::decision).toList();
  }

  private Optional<String> champion() {
    return backend
        .registry()
        .byAlias(Scene.NAME, ModelRegistry.CHAMPION)
        .map(ModelVersion::version);
  }

  private double share() {
    return endpoint().split().map(split -> split.share("2").value()).orElse(0.0);
  }

  @Test
  void shorterStagesSendTheChallengerBackWhereItWouldHaveBeenPromoted() {
    underWay(7);
    assertThat(share()).isBetween(25.0, 50.0);
    ticks(policy(canary(percent(5)).observe(Duration.ofMinutes(30))), 3);

    assertThat(champion()).contains("1");
    assertThat(endpoint().split()).contains(TrafficSplit.all("1"));
    assertThat(log(Scene.NAME))
        .filteredOn(decision -> decision.kind() == ROLLED_BACK)
        .extracting(Decision::rule)
        .containsExactly("policy edit");
  }

  @Test
  void anEditIsNoRejectionOfTheChallenger() {
    underWay(7);
    ticks(policy(canary(percent(5)).observe(Duration.ofMinutes(30))), 3);

    String body = store.load("retraining/" + Scene.NAME).orElseThrow().body();
    assertThat(LoopState.parse(body, "state").memory().rejections()).isZero();
  }

  @Test
  void anotherStrategyMovesNoTrafficToTheChallenger() {
    underWay(7);
    ticks(policy(Rollout.allAtOnce()), 3);

    assertThat(champion()).contains("1");
    assertThat(endpoint().split()).contains(TrafficSplit.all("1"));
  }

  @Test
  void anotherTargetGivesTheTrafficOfTheOldOneBack() {
    underWay(7);
    ticks(policy(SLOW).to(OTHER), 3);

    assertThat(endpoint().split()).contains(TrafficSplit.all("1"));
    assertThat(champion()).contains("1");
    assertThat(backend.fakeDeployer(OTHER).calls()).isEmpty();
  }

  @Test
  void aRenamedRetrainingGoesOnWhereItWas() {
    underWay(7);
    double before = share();
    ticks(policy(SLOW).named("late"), 1);
    assertThat(share()).isEqualTo(before);
    ticks(policy(SLOW).named("late"), 12);

    assertThat(log("late").get(0).rule()).isEqualTo("renamed");
    assertThat(log("late")).extracting(Decision::kind).contains(PROMOTED);
    assertThat(champion()).contains("2");
    assertThat(log(Scene.NAME).get(log(Scene.NAME).size() - 1).why())
        .isEqualTo("it is named late now");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noEditGivesTheChallengerMoreTrafficOrLeavesASplit(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Retraining.Builder> edits =
        List.of(
            policy(Rollout.allAtOnce()),
            policy(canary(percent(50)).observe(Duration.ofMinutes(10))),
            policy(canary(percent(1), percent(2)).observe(Duration.ofHours(1))),
            policy(SLOW).to(OTHER),
            policy(SLOW).named("late"),
            Scene.policy().when(flag("on"), FULL));
    underWay(2 + random.nextInt(12));
    double before = share();
    boolean promoted = champion().equals(Optional.of("2"));
    Retraining.Builder edited = edits.get(random.nextInt(edits.size()));
    ticks(edited, 1);
    boolean goesOn = edited.build().name().equals("late"); // stages pass as they would have
    if (!promoted && !goesOn) {
      assertThat(share()).isLessThanOrEqualTo(before);
    }
    ticks(edited, 30);

    assertThat(endpoint().split())
        .isIn(Optional.of(TrafficSplit.all("1")), Optional.of(TrafficSplit.all("2")));
  }
}
