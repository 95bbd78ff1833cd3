package dev.retrain.runtime;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.api.rollout.RollbackRule.errorRateAbove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.trigger.Triggers;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManualDeploymentTest {

  private static final Rollout CANARY =
      Rollout.canary(percent(5))
          .observe(Duration.ofMinutes(30))
          .rollbackIf(errorRateAbove(new Fraction(0.05)));

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final StateStore store = new InMemoryStateStore();
  private final FakeDeployer endpoint = backend.fakeDeployer(Target.endpoint("Demo_1"));

  @BeforeEach
  void versionOneIsLive() {
    for (int run = 1; run <= 3; run++) {
      backend
          .registry()
          .register(
              "demo", "run-" + run, URI.create("file:/m"), Map.of(ModelVersion.GATE_TAG, "passed"));
    }
    ModelRegistry registry = backend.registry();
    registry.moveAlias("demo", ModelRegistry.CHAMPION, Optional.empty(), Optional.of("1"));
    endpoint.prepare(model("1"));
    endpoint.route(TrafficSplit.all("1"));
  }

  private ApprovedModel model(String version) {
    return ApprovedModel.from(backend.registry().version("demo", version).orElseThrow());
  }

  private ManualDeployment begin(String version) {
    ManualDeployment.Order order =
        new ManualDeployment.Order(
            model(version), "Demo_1", Optional.of("1"), CANARY, Facts.NONE.toNode());
    return ManualDeployment.begin(store, order, clock);
  }

  /** A process that carries on whatever it finds, for a while. */
  private void aProcess(int minutes) {
    Retrainer.Builder builder = Retrainer.on(backend).store(store).clock(clock);
    ManualDeployment.underWay(store).forEach(found -> builder.add(found.policy()));
    Retrainer process = builder.build();
    for (int i = 0; i < minutes; i++) {
      process.tick();
      if (endpoint.health().containsKey("2")) {
        endpoint.answered("2", 20, 0, Duration.ofMillis(20));
      }
      clock.advance(Duration.ofMinutes(1));
    }
  }

  private Optional<String> live() {
    return backend.registry().byAlias("demo", ModelRegistry.CHAMPION).map(ModelVersion::version);
  }

  @Test
  void whatOneProcessBeganAnotherCarriesToItsEnd() {
    ManualDeployment begun = begin("2");
    aProcess(10);
    assertThat(begun.rollout().orElseThrow().stage()).isZero();
    assertThat(endpoint.split().orElseThrow().share("2")).isEqualTo(percent(5));

    aProcess(30);

    assertThat(live()).contains("2");
    assertThat(ManualDeployment.of(store, "Demo_1").orElseThrow().isUnderWay()).isFalse();
    assertThat(begun.log(0).stream().map(entry -> entry.decision().kind()))
        .startsWith(Kind.ROLLOUT_STARTED, Kind.STAGE, Kind.PROMOTED);
  }

  @Test
  void oneAtATimeOnAnEndpointAndItsNextBeginsAfterItsEnd() {
    ManualDeployment first = begin("2");
    assertThatThrownBy(() -> begin("3"))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("under way on Demo_1");
    aProcess(1);
    new RequestQueue(store)
        .put(
            first.policy().name(),
            new RetrainingRequest(
                "1",
                RetrainingRequest.Verb.ROLL_BACK,
                RetrainMode.FULL,
                "we know it",
                clock.instant()));
    aProcess(1);
    assertThat(live()).contains("1");
    assertThat(ManualDeployment.underWay(store)).isEmpty();

    begin("2");
    aProcess(40);

    assertThat(live()).contains("2");
    assertThat(first.log(0).stream().filter(e -> e.decision().kind() == Kind.ROLLOUT_STARTED))
        .hasSize(2);
  }

  @Test
  void aRolloutInProgressDoesNotStopTheRetrainingOfTheSameModel() {
    ManualDeployment begun = begin("2");
    Retrainer both =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .add(
                Retraining.of(Scene.pipeline("nightly", "demo"))
                    .when(Triggers.flag("force"), RetrainMode.FULL)
                    .build())
            .add(begun.policy())
            .build();

    both.tick();

    assertThat(both.failures()).isEmpty();
    assertThat(endpoint.health()).containsKey("2");
  }

  @Test
  void earlierRollbacksDoNotHaltTheNextRollout() {
    for (int i = 0; i < 5; i++) {
      ManualDeployment begun = begin("2");
      aProcess(1);
      new RequestQueue(store)
          .put(
              begun.policy().name(),
              new RetrainingRequest(
                  "request-" + i,
                  RetrainingRequest.Verb.ROLL_BACK,
                  RetrainMode.FULL,
                  "worse",
                  clock.instant()));
      aProcess(3);
    }

    assertThat(begun().log(0).stream().map(entry -> entry.decision().kind()))
        .doesNotContain(Kind.HALTED);
    assertThat(begun().phase().orElseThrow().word()).isEqualTo("idle");
  }

  @Test
  void itsNameIsOneThatARetrainingMayHave() {
    assertThat(begin("2").policy().name()).matches("deploy-demo-1-[0-9a-f]{8}");
    assertThat(ManualDeployment.of(store, "other")).isEmpty();
    assertThat(List.of(begun().policy().model(), begun().policy().rollout().toString()))
        .containsExactly("demo", CANARY.toString());
  }

  @Test
  void aRequestToRetrainIsRefusedAndTrainsNothing() {
    ManualDeployment begun = begin("2");
    new RequestQueue(store)
        .put(
            begun.policy().name(),
            new RetrainingRequest(
                "1",
                RetrainingRequest.Verb.RETRAIN,
                RetrainMode.FULL,
                "new data",
                clock.instant()));

    aProcess(40);

    assertThat(begun.log(0).stream().map(entry -> entry.decision()))
        .filteredOn(decision -> decision.kind() == Kind.REFUSED)
        .singleElement()
        .satisfies(
            refused ->
                assertThat(refused.why())
                    .contains(begun.policy().name() + " was started by hand and trains nothing"));
    assertThat(backend.submissions()).isEmpty();
    assertThat(live()).contains("2");
  }

  @Test
  void aRunOfTheSameModelIsLeftToItsRetraining() {
    ManualDeployment begun = begin("2");
    aProcess(40);
    assertThat(begun.phase().orElseThrow().word()).isEqualTo("idle");
    backend.submit(
        Submission.of(
            Scene.pipeline("nightly", "demo"),
            new RunKey("by-hand"),
            Map.of(),
            RetrainMode.FULL,
            "v",
            "by hand"));
    Retrainer process = Retrainer.on(backend).store(store).clock(clock).add(begun.policy()).build();

    for (int minute = 0; minute < 10; minute++) {
      clock.advance(Duration.ofMinutes(1));
      process.tick();
    }

    assertThat(begun.phase().orElseThrow().word()).isEqualTo("idle");
  }

  private ManualDeployment begun() {
    return ManualDeployment.of(store, "Demo_1").orElseThrow();
  }
}
