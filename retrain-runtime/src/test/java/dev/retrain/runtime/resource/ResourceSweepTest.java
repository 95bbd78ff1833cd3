package dev.retrain.runtime.resource;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.CreatedResource;
import dev.retrain.spi.state.ResourceLedger;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What outlived its time is ended, and nothing else is. */
class ResourceSweepTest {

  private static final RunKey KEY = new RunKey("left-behind");

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final InMemoryStateStore store = new InMemoryStateStore();
  private final ResourceLedger ledger = ResourceLedger.in(store);
  private final Recording recording = new Recording(ledger, FakeBackend.NAME, clock);
  private final RecordingBackend recorded = new RecordingBackend(backend, recording);
  private final FakeDeployer endpoint = backend.fakeDeployer(Scene.ENDPOINT);

  private final Retraining policy =
      Scene.policy()
          .when(flag("never"), BATCH)
          .rollout(Scene.carefully())
          .to(Scene.ENDPOINT)
          .build();

  private RunHandle runFor(Duration time, Map<String, String> tags) {
    backend.nextRun(RunScript.succeeds(Map.of("auc", 0.7)).after(time));
    return recorded.submit(
        Submission.of(Scene.pipeline(Scene.NAME), KEY, Map.of(), RetrainMode.FULL, "v", "by hand")
            .withTags(tags)
            .withTags(Map.of("retrain.adopt", "false")));
  }

  private void hours(int number) {
    Retrainer retrainer = Retrainer.on(backend).store(store).clock(clock).add(policy).build();
    for (int i = 0; i < number * 6; i++) {
      retrainer.tick();
      clock.advance(Duration.ofMinutes(10));
    }
    retrainer.tick();
  }

  private List<Decision> ends() {
    return store.history(Scene.NAME, 0).stream()
        .map(entry -> entry.decision())
        .filter(decision -> decision.kind() == Kind.ENDED)
        .toList();
  }

  private List<CreatedResource> entries() {
    return ledger.of(Scene.NAME);
  }

  @Test
  void aRunOutsideProductionEndsAfterEightHoursWithOneDecision() {
    RunHandle run = runFor(Duration.ofDays(2), Map.of("Environment", "dev"));

    hours(7);
    assertThat(backend.status(run)).isInstanceOf(RunStatus.Running.class);
    hours(3);

    assertThat(backend.status(run)).isInstanceOf(RunStatus.Cancelled.class);
    assertThat(ends())
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.what()).isEqualTo("the run left-behind is ended");
              assertThat(end.why()).contains("outside production", "8h");
              assertThat(end.runKey()).contains("left-behind");
            });
    assertThat(entries()).isEmpty();
  }

  @Test
  void runsOfProductionAndRunsWithoutAnEnvironmentAreNeverEnded() {
    RunHandle production = runFor(Duration.ofDays(9), Map.of("environment", "Prod"));
    hours(30);
    assertThat(backend.status(production)).isInstanceOf(RunStatus.Running.class);

    RunHandle untagged =
        recorded.submit(
            Submission.of(
                    Scene.pipeline(Scene.NAME),
                    new RunKey("untagged"),
                    Map.of(),
                    RetrainMode.FULL,
                    "v",
                    "by hand")
                .withTags(Map.of("retrain.adopt", "false")));
    backend.end(untagged.nativeId(), new RunStatus.Running());
    hours(30);

    assertThat(backend.status(untagged)).isInstanceOf(RunStatus.Running.class);
    assertThat(ends()).isEmpty();
    assertThat(entries()).hasSize(2);
  }

  @Test
  void aRunThatHasEndedIsForgotten() {
    runFor(Duration.ofMinutes(30), Map.of("Environment", "dev"));
    assertThat(entries()).hasSize(1);

    hours(2);

    assertThat(entries()).isEmpty();
    assertThat(ends()).isEmpty();
  }

  @Test
  void aRunThatALookDoesNotShowStaysRecordedAndIsForgottenAfterADay() {
    runFor(Duration.ofDays(9), Map.of("Environment", "prod"));
    hours(30);
    backend.visibleAfter(Duration.ofDays(30));
    hours(2);
    backend.visibleAfter(Duration.ZERO);
    hours(1);
    assertThat(entries()).singleElement().extracting(CreatedResource::detail).isEqualTo("");

    backend.visibleAfter(Duration.ofDays(30));
    hours(26);

    assertThat(entries()).isEmpty();
  }

  private void prepare(String version, boolean champion) {
    ModelRegistry registry = backend.registry();
    registry.register(
        Scene.NAME,
        "run-" + version,
        URI.create("fake:/m"),
        Map.of(ModelVersion.GATE_TAG, "passed", "Environment", "staging"));
    new RecordingDeployer(endpoint, Scene.ENDPOINT, recording)
        .prepare(ApprovedModel.from(registry.version(Scene.NAME, version).orElseThrow()));
    if (champion) {
      registry.moveAlias(
          Scene.NAME, ModelRegistry.CHAMPION, Optional.empty(), Optional.of(version));
      endpoint.route(TrafficSplit.all(version));
    }
  }

  @Test
  void aVersionLeftOnAnEndpointIsRetiredAndTheChampionIsNot() {
    prepare("1", true);
    prepare("2", false);

    hours(9);

    assertThat(endpoint.health()).containsOnlyKeys("1");
    assertThat(ends()).singleElement().extracting(Decision::what).asString().contains("@2");
    assertThat(entries()).hasSize(2);
    hours(26);
    assertThat(entries()).extracting(CreatedResource::id).allMatch(id -> id.endsWith("@1"));
  }
}
