package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ModelRegistry;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Rollout.WhenInconclusive;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.state.Decision;
import dev.retrain.api.state.StateStore;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.phase.Request;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts of every strategy through random failures, deaths, lies and requests of people. */
class RolloutPropertiesTest {

  private static final int ROLLOUTS_PER_STRATEGY = 25;

  private static Rollout rollout(String strategy) {
    Rollout rollout =
        switch (strategy) {
          case "canary" -> Rollout.canary(percent(5), percent(50), percent(100));
          case "linear" -> Rollout.linear(percent(40), Duration.ofMinutes(3));
          case "blue-green" -> Rollout.blueGreen(Duration.ofMinutes(5));
          case "ab-test" -> Rollout.abTest(percent(50), "accuracy");
          case "shadow" -> Rollout.shadow(percent(30));
          default -> Rollout.allAtOnce();
        };
    return rollout
        .observe(Duration.ofMinutes(5))
        .whenInconclusive(WhenInconclusive.PROCEED)
        .rollbackIf(
            RollbackRule.errorRateAbove(new Fraction(0.05)),
            RollbackRule.errorRateRise(Margin.relative(0.5)),
            RollbackRule.drop("accuracy", Margin.absolute(0.01)),
            RollbackRule.p95Above(Duration.ofMillis(100)));
  }

  /** One life of a rollout. */
  private static final class Life {
    final Random random;
    final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    final FakeBackend backend = new FakeBackend(clock);
    final StateStore store = new InMemoryStateStore();
    final FaultyDeployer target;
    final Rollout rollout;
    Retrainer retrainer;
    int asked;

    Life(Rollout rollout, long seed) {
      this.random = new Random(seed);
      this.target = new FaultyDeployer(random);
      this.rollout = rollout;
      this.retrainer = process();
    }

    Retrainer process() {
      return Retrainer.on(backend)
          .store(store)
          .clock(clock)
          .deployer(Scene.ENDPOINT, target)
          .add(
              Scene.policy()
                  .when(cron("0 3 * * *"), RetrainMode.BATCH)
                  .giveUpAfter(1000)
                  .rollout(rollout)
                  .to(Scene.ENDPOINT)
                  .build())
          .build();
    }

    void ask(Request.Verb verb) {
      Request request =
          new Request("r" + asked++, verb, RetrainMode.FULL, "somebody asked", clock.instant());
      retrainer.mailbox().put(Scene.NAME, request);
    }

    void tick(Duration step) {
      clock.advance(step);
      retrainer.tick();
      assertThat(sum(target.real.traffic())).isIn(0.0, 100.0);
    }

    void quietly(int ticks) {
      for (int i = 0; i < ticks; i++) {
        tick(Duration.ofMinutes(1));
      }
    }

    void wildly() {
      if (random.nextInt(8) == 0) {
        retrainer = process();
      }
      if (random.nextInt(10) == 0) {
        ask(
            List.of(
                    Request.Verb.PAUSE,
                    Request.Verb.RESUME,
                    Request.Verb.PROMOTE,
                    Request.Verb.ROLL_BACK)
                .get(random.nextInt(4)));
      }
      for (String version : target.real.health().keySet()) {
        int requests = random.nextInt(50);
        target.real.answered(
            version, requests, random.nextInt(1 + requests / 5), Duration.ofMillis(20));
        target.real.outcome(version, "accuracy", random.nextInt(2), requests);
      }
      tick(Duration.ofSeconds(10 + random.nextInt(60)));
    }

    Optional<String> champion() {
      return backend
          .registry()
          .byAlias(Scene.NAME, ModelRegistry.CHAMPION)
          .map(ModelVersion::version);
    }

    Decision last() {
      List<Decision> ends =
          store.history(Scene.NAME, 0).stream()
              .map(StateStore.LogEntry::decision)
              .filter(
                  d -> d.kind() == Decision.Kind.PROMOTED || d.kind() == Decision.Kind.ROLLED_BACK)
              .toList();
      return ends.get(ends.size() - 1);
    }

    private static double sum(Optional<TrafficSplit> traffic) {
      return traffic
          .map(split -> split.live().values().stream().mapToDouble(Percent::value).sum())
          .orElse(0.0);
    }

    /** A champion that serves, and a challenger on its way. */
    Life begun() {
      ask(Request.Verb.RETRAIN);
      quietly(4);
      ask(Request.Verb.RETRAIN);
      quietly(1);
      return this;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "linear", "blue-green", "ab-test", "shadow", "all-at-once"})
  void whateverFailsTheEndIsOneVersionWithAllTrafficAndTheAlias(String strategy) {
    for (int seed = 0; seed < ROLLOUTS_PER_STRATEGY; seed++) {
      Life life = new Life(rollout(strategy), seed).begun();
      life.target.faults = 0.15;
      for (int i = 0; i < 30; i++) {
        life.wildly();
      }
      life.target.faults = 0;
      life.ask(Request.Verb.RESUME);
      life.quietly(40);

      assertThat(life.retrainer.phase(Scene.NAME)).as("seed %s", seed).isEqualTo("idle");
      String champion = life.champion().orElseThrow();
      assertThat(life.target.real.traffic())
          .as("seed %s", seed)
          .contains(TrafficSplit.all(champion));
      assertThat(champion).isEqualTo(life.last().kind() == Decision.Kind.PROMOTED ? "2" : "1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "linear", "blue-green", "ab-test", "shadow", "all-at-once"})
  void abortWorksInEveryStateOfARollout(String strategy) {
    for (int ticks = 0; ticks < 20; ticks++) {
      Life life = new Life(rollout(strategy), ticks).begun();
      for (int i = 0; i < ticks; i++) {
        life.tick(Duration.ofSeconds(30));
      }
      life.target.faults = 0.3;
      life.ask(Request.Verb.ROLL_BACK);
      life.quietly(3);
      life.target.faults = 0;
      life.quietly(3);

      assertThat(life.champion()).as("after %s ticks", ticks).contains("1");
      assertThat(life.target.real.traffic()).contains(TrafficSplit.all("1"));
      assertThat(life.retrainer.phase(Scene.NAME)).isEqualTo("idle");
    }
  }
}
