package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Rollout.WhenInconclusive;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    final ForgetfulRegistry registry = new ForgetfulRegistry(backend.registry());
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

    /** The target settles minutes after a change, and runs are shown minutes after they began. */
    Life late() {
      target.real.settlingAfter(clock, Duration.ofSeconds(150));
      backend.visibleAfter(Duration.ofSeconds(100));
      return this;
    }

    Retrainer process() {
      return Retrainer.on(backend)
          .registry(registry)
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

    void ask(RetrainingRequest.Verb verb) {
      RetrainingRequest request =
          new RetrainingRequest(
              "r" + asked++, verb, RetrainMode.FULL, "somebody asked", clock.instant());
      retrainer.requests().put(Scene.NAME, request);
    }

    void tick(Duration step) {
      clock.advance(step);
      retrainer.tick();
      assertThat(sum(target.real.split())).isIn(0.0, 100.0);
      assertThat(unready()).as("versions with traffic that are not ready").isEmpty();
    }

    private List<String> unready() {
      return target.real.split().stream()
          .flatMap(split -> split.live().entrySet().stream())
          .filter(share -> share.getValue().value() > 0)
          .map(Map.Entry::getKey)
          .filter(version -> !target.real.health().containsKey(version))
          .toList();
    }

    /** Whether requests go to a version that does not answer though the other one does. */
    boolean deadWithTraffic() {
      Map<String, VersionHealth> health = target.real.health();
      return health.values().stream().anyMatch(VersionHealth::ready)
          && target.real.split().stream()
              .flatMap(split -> split.live().entrySet().stream())
              .anyMatch(
                  share -> share.getValue().value() > 0 && !health.get(share.getKey()).ready());
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
                    RetrainingRequest.Verb.PAUSE,
                    RetrainingRequest.Verb.RESUME,
                    RetrainingRequest.Verb.PROMOTE,
                    RetrainingRequest.Verb.ROLL_BACK)
                .get(random.nextInt(4)));
      }
      if (random.nextInt(12) == 0 && target.real.health().containsKey("1")) {
        target.real.die("1");
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

    /** The same where everything takes minutes. */
    Life begunLate() {
      ask(RetrainingRequest.Verb.RETRAIN);
      quietly(15);
      ask(RetrainingRequest.Verb.RETRAIN);
      quietly(4);
      return this;
    }

    /** A champion that serves, and a challenger on its way. */
    Life begun() {
      ask(RetrainingRequest.Verb.RETRAIN);
      quietly(4);
      ask(RetrainingRequest.Verb.RETRAIN);
      quietly(1);
      return this;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "linear", "blue-green", "ab-test", "shadow", "all-at-once"})
  void whateverFailsOnALateServiceTheEndIsTheSameAndNoRunIsStartedTwice(String strategy) {
    for (int seed = 0; seed < ROLLOUTS_PER_STRATEGY / 2; seed++) {
      Life life = new Life(rollout(strategy), seed).late().begunLate();
      life.target.faults = 0.15;
      for (int i = 0; i < 60; i++) {
        life.wildly();
      }
      life.target.faults = 0;
      life.ask(RetrainingRequest.Verb.RESUME);
      life.quietly(80);

      assertThat(life.retrainer.phase(Scene.NAME)).as("seed %s", seed).isEqualTo("idle");
      String champion = life.champion().orElseThrow();
      assertThat(life.target.real.traffic())
          .as("seed %s", seed)
          .contains(new Traffic.Settled(TrafficSplit.all(champion)));
      assertThat(champion).isEqualTo(life.last().kind() == Decision.Kind.PROMOTED ? "2" : "1");
      assertThat(life.backend.nativeIds()).as("seed %s: one run per key", seed).hasSize(2);
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
      life.ask(RetrainingRequest.Verb.RESUME);
      life.quietly(40);

      assertThat(life.retrainer.phase(Scene.NAME)).as("seed %s", seed).isEqualTo("idle");
      String champion = life.champion().orElseThrow();
      assertThat(life.target.real.split()).as("seed %s", seed).contains(TrafficSplit.all(champion));
      assertThat(champion).isEqualTo(life.last().kind() == Decision.Kind.PROMOTED ? "2" : "1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "linear", "blue-green", "ab-test", "shadow", "all-at-once"})
  void aRollbackWhoseChampionIsLostHaltsWithItsReasonAndTrafficOnAVersionThatIsReady(
      String strategy) {
    for (int seed = 0; seed < 10; seed++) {
      Life life = new Life(rollout(strategy), seed).begun();
      life.target.faults = 0.1;
      int lost = life.random.nextInt(12);
      for (int i = 0; i < 12; i++) {
        if (i == lost) {
          life.registry.forget("1");
        }
        life.wildly();
      }
      life.target.faults = 0;
      life.ask(RetrainingRequest.Verb.ROLL_BACK);
      life.quietly(5);

      List<Decision> log =
          life.store.history(Scene.NAME, 0).stream()
              .map(StateStore.LogEntry::decision)
              .filter(d -> d.kind() != Decision.Kind.REFUSED)
              .toList();
      Decision last = log.get(log.size() - 1);
      assertThat(life.retrainer.phase(Scene.NAME)).as("seed %s", seed).isIn("idle", "halted");
      if (life.retrainer.phase(Scene.NAME).equals("halted")) {
        assertThat(last.kind()).isEqualTo(Decision.Kind.HALTED);
        assertThat(last.why()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "linear", "blue-green", "ab-test", "shadow", "all-at-once"})
  void aChampionThatDiesInAnyPhaseLosesItsTrafficAndComesBack(String strategy) {
    for (int ticks = 0; ticks < 24; ticks += 2) {
      Life life = new Life(rollout(strategy), ticks).begun();
      for (int i = 0; i < ticks; i++) {
        life.tick(Duration.ofSeconds(30));
      }
      if (ticks % 3 == 0) {
        life.ask(RetrainingRequest.Verb.ROLL_BACK);
      }
      boolean rolls = life.retrainer.phase(Scene.NAME).startsWith("rolling");
      if (life.target.real.health().containsKey("1")) {
        life.target.real.die("1");
        life.target.real.preparesSlowly();
      }
      life.quietly(2);
      assertThat(rolls && life.deadWithTraffic())
          .as("after %s ticks: %s", ticks, life.target.real.split())
          .isFalse();

      if (life.target.real.health().containsKey("1")) {
        life.target.real.makeReady("1");
      }
      life.quietly(40);
      assertThat(life.retrainer.phase(Scene.NAME)).as("after %s ticks", ticks).isEqualTo("idle");
      assertThat(life.target.real.split())
          .as("after %s ticks", ticks)
          .contains(TrafficSplit.all(life.champion().orElseThrow()));
    }
  }

  /** A registry from which somebody deletes a version. */
  private static final class ForgetfulRegistry implements ModelRegistry {
    private final ModelRegistry real;
    private String forgotten = "";

    ForgetfulRegistry(ModelRegistry real) {
      this.real = real;
    }

    void forget(String version) {
      forgotten = version;
    }

    @Override
    public ModelVersion register(
        String model, String runKey, URI artifact, Map<String, String> tags) {
      return real.register(model, runKey, artifact, tags);
    }

    @Override
    public Optional<ModelVersion> version(String model, String version) {
      return real.version(model, version).filter(found -> !found.version().equals(forgotten));
    }

    @Override
    public List<ModelVersion> versions(String model) {
      return real.versions(model);
    }

    @Override
    public Optional<ModelVersion> byAlias(String model, String alias) {
      return real.byAlias(model, alias).filter(found -> !found.version().equals(forgotten));
    }

    @Override
    public boolean moveAlias(
        String model, String alias, Optional<String> expected, Optional<String> version) {
      if (version.equals(Optional.of(forgotten))) {
        throw new PermanentFailure("there is no version " + forgotten);
      }
      return real.moveAlias(model, alias, expected, version);
    }

    @Override
    public void tag(String model, String version, Map<String, String> tags) {
      real.tag(model, version, tags);
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
      life.ask(RetrainingRequest.Verb.ROLL_BACK);
      life.quietly(3);
      life.target.faults = 0;
      life.quietly(3);

      assertThat(life.champion()).as("after %s ticks", ticks).contains("1");
      assertThat(life.target.real.split()).contains(TrafficSplit.all("1"));
      assertThat(life.retrainer.phase(Scene.NAME)).isEqualTo("idle");
    }
  }
}
