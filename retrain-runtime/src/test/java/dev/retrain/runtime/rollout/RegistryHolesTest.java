package dev.retrain.runtime.rollout;

import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Registries in which people delete versions and move aliases by hand. */
class RegistryHolesTest {

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final FixedFlags flags = new FixedFlags();
  private final InMemoryStateStore store = new InMemoryStateStore();
  private final Holes registry = new Holes(backend.registry());
  private Retrainer retrainer;

  private void start(Retraining.Builder policy) {
    retrainer =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .flags(flags)
            .registry(registry)
            .add(policy.when(flag("force_retrain"), RetrainMode.FULL).build())
            .build();
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(Duration.ofMinutes(1));
      retrainer.tick();
    }
  }

  private void retrain() {
    flags.set("force_retrain", false);
    tick(1);
    flags.set("force_retrain", true);
    tick(4);
  }

  private Decision last() {
    List<Decision> log =
        store.history(Scene.NAME, 0).stream()
            .map(entry -> entry.decision())
            .filter(decision -> decision.kind() != Kind.HOLD)
            .toList();
    return log.get(log.size() - 1);
  }

  private Retraining.Builder overEndpoint() {
    return Scene.policy().rollout(Scene.carefully()).to(Scene.ENDPOINT);
  }

  private FakeDeployer endpoint() {
    return backend.fakeDeployer(Scene.ENDPOINT);
  }

  private Optional<String> champion() {
    return registry.aliasTarget(Scene.NAME, ModelRegistry.CHAMPION);
  }

  @Test
  void aChallengerReplacesAChampionThatWasDeletedWhereOnlyTheAliasMoves() {
    start(Scene.policy());
    retrain();
    registry.deleted.add("1");

    retrain();

    assertThat(champion()).contains("2");
    assertThat(retrainer.phase(Scene.NAME)).isEqualTo("idle");
    assertThat(registry.byAlias(Scene.NAME, ModelRegistry.PREVIOUS)).isEmpty();
  }

  @Test
  void aChallengerGetsNoTrafficWhereTheChampionWasDeleted() {
    start(overEndpoint());
    retrain();
    registry.deleted.add("1");

    retrain();

    assertThat(retrainer.phase(Scene.NAME)).isEqualTo("halted");
    assertThat(last().why()).contains("version 1, to which the alias champion points");
    assertThat(endpoint().split()).contains(TrafficSplit.all("1"));
  }

  @Test
  void aChampionThatWasDeletedKeepsNoProcessFromRetraining() {
    start(overEndpoint());
    registry.register(
        Scene.NAME, "by-hand", URI.create("fake:/model"), Map.of(ModelVersion.GATE_TAG, "passed"));
    registry.moveAlias(Scene.NAME, ModelRegistry.CHAMPION, Optional.empty(), Optional.of("1"));
    registry.deleted.add("1");

    retrain();

    assertThat(backend.submissions()).as("%s", store.history(Scene.NAME, 0)).hasSize(1);
  }

  @Test
  void anAliasMovedByHandInMidCanarySendsTheChallengerBackToThatVersion() {
    start(overEndpoint());
    retrain();
    registry.register(
        Scene.NAME, "by-hand", URI.create("fake:/model"), Map.of(ModelVersion.GATE_TAG, "passed"));
    retrain();
    assertThat(retrainer.phase(Scene.NAME)).isEqualTo("rolling-out");
    registry.moveAlias(Scene.NAME, ModelRegistry.CHAMPION, Optional.of("1"), Optional.of("2"));

    tick(5);

    assertThat(champion()).contains("2");
    assertThat(endpoint().split()).contains(TrafficSplit.all("2"));
    assertThat(retrainer.phase(Scene.NAME)).isEqualTo("idle");
    assertThat(last().why()).contains("the alias champion was moved to version 2 by hand");
  }

  @Test
  void anAliasMovedByHandToTheChallengerPromotesIt() {
    start(overEndpoint());
    retrain();
    retrain();
    registry.moveAlias(Scene.NAME, ModelRegistry.CHAMPION, Optional.of("1"), Optional.of("2"));

    tick(3);

    assertThat(endpoint().split()).contains(TrafficSplit.all("2"));
    assertThat(last().kind()).isEqualTo(Kind.PROMOTED);
    assertThat(retrainer.phase(Scene.NAME)).isEqualTo("idle");
  }

  @Test
  void aRollBackToAVersionThatIsGoneIsRefused() {
    start(Scene.policy());
    retrain();
    retrain();
    registry.deleted.add("1");

    rollBack();

    assertThat(champion()).contains("2");
    assertThat(last().kind()).isEqualTo(Kind.REFUSED);
    assertThat(last().why()).contains("version 1, which was live before, is gone");
  }

  @Test
  void aRollBackToAVersionWhoseFilesAreGoneIsRefused() {
    start(Scene.policy());
    registry.register(
        Scene.NAME,
        "by-hand",
        URI.create("file:/nowhere/model"),
        Map.of(ModelVersion.GATE_TAG, "passed"));
    registry.moveAlias(Scene.NAME, ModelRegistry.CHAMPION, Optional.empty(), Optional.of("1"));
    retrain();
    assertThat(champion()).contains("2");

    rollBack();

    assertThat(champion()).contains("2");
    assertThat(last().kind()).isEqualTo(Kind.REFUSED);
  }

  private void rollBack() {
    retrainer
        .requests()
        .put(
            Scene.NAME,
            new RetrainingRequest(
                "r",
                RetrainingRequest.Verb.ROLL_BACK,
                RetrainMode.FULL,
                "it is worse",
                clock.instant()));
    tick(2);
  }

  @Test
  void aTargetIsNamedWithoutJavaSyntax() {
    assertThat(List.of(Scene.ENDPOINT, Target.registryAlias("m"), Target.inProcess("r")))
        .extracting(Target::toString)
        .containsExactly("endpoint delays-prod", "alias champion of model m", "router r");
  }

  /** A registry whose versions can be deleted while aliases still name them. */
  private static final class Holes implements ModelRegistry {
    private final ModelRegistry real;
    final List<String> deleted = new ArrayList<>();

    Holes(ModelRegistry real) {
      this.real = real;
    }

    @Override
    public ModelVersion register(
        String model, String runKey, URI artifact, Map<String, String> tags) {
      return real.register(model, runKey, artifact, tags);
    }

    @Override
    public Optional<ModelVersion> version(String model, String version) {
      return real.version(model, version).filter(found -> !deleted.contains(found.version()));
    }

    @Override
    public List<ModelVersion> versions(String model) {
      return real.versions(model).stream()
          .filter(found -> !deleted.contains(found.version()))
          .toList();
    }

    @Override
    public Optional<ModelVersion> byAlias(String model, String alias) {
      return real.byAlias(model, alias).filter(found -> !deleted.contains(found.version()));
    }

    @Override
    public Optional<String> aliasTarget(String model, String alias) {
      return real.aliasTarget(model, alias);
    }

    @Override
    public boolean moveAlias(
        String model, String alias, Optional<String> expected, Optional<String> version) {
      if (version.filter(deleted::contains).isPresent()) {
        throw new PermanentFailure("there is no version " + version.get());
      }
      return real.moveAlias(model, alias, expected, version);
    }

    @Override
    public void tag(String model, String version, Map<String, String> tags) {
      real.tag(model, version, tags);
    }
  }
}
