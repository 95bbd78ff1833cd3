package dev.retrain.runtime;

import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.CallInterceptor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be looked at is not refused: a rollout freezes until it can. */
class BlockedRolloutTest {

  private final Map<String, RuntimeException> failing = new ConcurrentHashMap<>();
  private final Scene scene = new Scene(policy()).withChampion();

  private static Retraining.Builder policy() {
    return Scene.policy()
        .when(flag("force_retrain"), RetrainMode.FULL)
        .rollout(Scene.carefully())
        .to(Scene.ENDPOINT);
  }

  /** A canary with traffic, over services that fail as {@link #failing} names them. */
  private void begun() {
    CallInterceptor.Listener listener =
        new CallInterceptor.Listener() {
          @Override
          public void before(String call) {
            RuntimeException failure = failing.get(call);
            if (failure != null) {
              throw failure;
            }
          }
        };
    scene.retrainer =
        Retrainer.on(scene.backend)
            .store(scene.store)
            .clock(scene.clock)
            .flags(scene.flags)
            .registry(
                CallInterceptor.calls(ModelRegistry.class, scene.backend.registry(), listener))
            .deployer(
                Scene.ENDPOINT, CallInterceptor.calls(Deployer.class, scene.endpoint(), listener))
            .add(policy().metrics(scene.metrics).build())
            .build();
    scene.flags.set("force_retrain", false);
    scene.every(Duration.ofMinutes(1), 1);
    scene.flags.set("force_retrain", true);
    scene.every(Duration.ofMinutes(1), 3);
    scene.flags.set("force_retrain", false);
    assertThat(scene.phase()).isEqualTo("rolling-out");
  }

  private List<Decision> holds() {
    return scene.log().stream()
        .filter(decision -> decision.kind() == Kind.HOLD && decision.rule().equals("cannot see"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployer.health", "Deployer.traffic", "ModelRegistry.byAlias"})
  void aPermissionThatIsMissingFreezesAndSendsNoHealthyCanaryBack(String call) {
    begun();
    TrafficSplit before = scene.endpoint().split().orElseThrow();

    failing.put(call, new PermissionDenied("the token has expired at " + call));
    scene.every(Duration.ofMinutes(10), 12);

    assertThat(scene.phase()).isEqualTo("rolling-out");
    assertThat(scene.endpoint().split()).contains(before);
    assertThat(holds()).hasSize(1);
    assertThat(holds().get(0).why())
        .contains("the token has expired", "[run ", "data ")
        .startsWith("observing while rolling-out failed: ");

    failing.clear();
    scene.every(Duration.ofMinutes(10), 5);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
    assertThat(scene.kinds()).doesNotContain(Kind.ROLLED_BACK);
  }

  @Test
  void aSecondLossOfSightIsWrittenDownAgain() {
    begun();
    failing.put("Deployer.health", new PermissionDenied("no"));
    scene.every(Duration.ofMinutes(1), 2);
    failing.clear();
    scene.every(Duration.ofMinutes(1), 2);
    failing.put("Deployer.health", new PermissionDenied("no"));
    scene.every(Duration.ofMinutes(1), 2);

    assertThat(holds()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployer.health", "Deployer.route", "ModelRegistry.moveAlias"})
  void aVendorsExceptionSendsNoHealthyCanaryBack(String call) {
    begun();

    failing.put(call, new IllegalStateException("com.vendor.ServiceException: 500"));
    scene.every(Duration.ofMinutes(10), 12);
    failing.clear();
    scene.every(Duration.ofMinutes(10), 6);

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
    assertThat(scene.kinds()).doesNotContain(Kind.ROLLED_BACK, Kind.HALTED);
  }

  @Test
  void aPromotionThatMayNotMoveTheAliasWaitsForThePermission() {
    begun();

    failing.put("ModelRegistry.moveAlias", new PermissionDenied("no role"));
    scene.every(Duration.ofMinutes(10), 12);
    assertThat(scene.kinds()).contains(Kind.PROMOTED).doesNotContain(Kind.ROLLED_BACK);
    assertThat(holds()).hasSize(1);

    failing.clear();
    scene.every(Duration.ofMinutes(10), 1);
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
    assertThat(scene.phase()).isEqualTo("idle");
  }

  @Test
  void aCleanUpThatFailsUndoesNoPromotionAndIsNotedAndRepeated() {
    begun();
    scene.endpoint().prepare(leftOver());

    failing.put("Deployer.retire", new PermissionDenied("may not delete"));
    scene.every(Duration.ofMinutes(10), 8);

    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("2");
    assertThat(scene.phase()).isEqualTo("idle");
    assertThat(scene.kinds()).doesNotContain(Kind.ROLLED_BACK, Kind.HALTED);
    assertThat(scene.log().stream().filter(d -> d.rule().equals("clean-up"))).hasSize(1);
    assertThat(scene.endpoint().health()).containsKey("3");

    failing.clear();
    scene.every(Duration.ofMinutes(10), 1);
    assertThat(scene.endpoint().health().keySet()).containsExactlyInAnyOrder("1", "2");
  }

  private ApprovedModel leftOver() {
    Map<String, String> tags = new TreeMap<>();
    tags.put(ModelVersion.GATE_TAG, "passed");
    return ApprovedModel.from(
        scene.backend.registry().register(Scene.NAME, "another-run", URI.create("fake:/x"), tags));
  }

  @Test
  void aWayBackThatMayNotRetireIsRepeatedAndNeverHalts() {
    begun();
    scene.endpoint().answered("1", 600, 3, Duration.ofMillis(20));
    scene.every(Duration.ofMinutes(1), 1);
    failing.put("Deployer.retire", new PermissionDenied("may not delete"));
    scene.endpoint().answered("2", 600, 300, Duration.ofMillis(20));
    scene.every(Duration.ofMinutes(10), 12);

    assertThat(scene.kinds()).contains(Kind.ROLLED_BACK).doesNotContain(Kind.HALTED);
    assertThat(scene.endpoint().split()).contains(TrafficSplit.all("1"));

    failing.clear();
    scene.every(Duration.ofMinutes(1), 2);
    assertThat(scene.phase()).isEqualTo("idle");
    assertThat(scene.endpoint().health()).doesNotContainKey("2");
  }

  @Test
  void aFailureThatMayPassIsNoEvidenceEither() {
    begun();
    failing.put("Deployer.health", new TransientFailure("throttled"));
    scene.every(Duration.ofMinutes(10), 12);

    assertThat(scene.phase()).isEqualTo("rolling-out");
    assertThat(scene.log().stream().filter(d -> d.why().contains("throttled"))).hasSize(1);
  }
}
