package dev.retrain.runtime;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Resume;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Support;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A failed run goes on from its failed step as often as its policy allows. */
class ResumedRunTest {

  private static final RunScript FAILS = RunScript.fails("train", "exit code 137");

  private static Scene scene(int times) {
    Scene scene = new Scene(Scene.policy().when(flag("go"), BATCH).resume(new Resume(times)));
    scene.flags.set("go", false);
    scene.tick();
    scene.flags.set("go", true);
    return scene;
  }

  private static List<Kind> kinds(Scene scene) {
    return scene.store.history(Scene.NAME, 0).stream()
        .map(entry -> entry.decision().kind())
        .filter(kind -> kind != Kind.HOLD)
        .toList();
  }

  @Test
  void aFailedRunGoesOnUnderItsKeyAndIsJudged() {
    Scene scene = scene(1);
    scene.backend.nextRun(FAILS).nextRun(RunScript.succeeds(Map.of("auc", 0.7)));

    scene.every(Duration.ofMinutes(1), 6);

    assertThat(kinds(scene))
        .containsSubsequence(Kind.SUBMITTED, Kind.RUN_RESUMED, Kind.RUN_SUCCEEDED, Kind.PROMOTED)
        .doesNotContain(Kind.RUN_FAILED);
    assertThat(scene.backend.nativeIds()).hasSize(1);
    assertThat(scene.backend.submissions()).hasSize(1);
  }

  @Test
  void theDecisionNamesTheStepAndWhyItFailed() {
    Scene scene = scene(1);
    scene.backend.nextRun(FAILS);

    scene.every(Duration.ofMinutes(1), 6);

    Decision resumed =
        scene.store.history(Scene.NAME, 0).stream()
            .map(entry -> entry.decision())
            .filter(decision -> decision.kind() == Kind.RUN_RESUMED)
            .findFirst()
            .orElseThrow();
    assertThat(resumed.what()).endsWith("goes on from the step train");
    assertThat(resumed.why()).isEqualTo("exit code 137");
  }

  @Test
  void aRunThatFailsOnIsResumedAsOftenAsThePolicySaysAndThenCountsAsFailed() {
    Scene scene = scene(2);
    scene.backend.nextRun(FAILS).nextRun(FAILS).nextRun(FAILS).nextRun(FAILS);

    scene.every(Duration.ofMinutes(1), 12);

    assertThat(kinds(scene).stream().filter(Kind.RUN_RESUMED::equals)).hasSize(2);
    assertThat(kinds(scene)).endsWith(Kind.RUN_FAILED);
    assertThat(scene.backend.resumptions()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aRequestThatWasLostWithItsProcessIsMadeAgainAndResumesOnce() {
    Scene scene = scene(1);
    scene.backend.nextRun(FAILS).nextRun(RunScript.succeeds(Map.of("auc", 0.7)));
    Backend dying =
        Intercepted.of(
            scene.backend,
            "resume",
            () -> {
              throw new dev.retrain.api.error.TransientFailure("the process ended");
            });
    Retrainer first =
        Retrainer.on(dying)
            .store(scene.store)
            .clock(scene.clock)
            .flags(scene.flags)
            .add(Scene.policy().when(flag("go"), BATCH).resume(new Resume(1)).build())
            .build();
    for (int minute = 0; minute < 10 && !kinds(scene).contains(Kind.RUN_RESUMED); minute++) {
      scene.clock.advance(Duration.ofMinutes(1));
      first.tick();
    }
    assertThat(kinds(scene)).endsWith(Kind.RUN_RESUMED);
    assertThat(scene.backend.resumptions()).isEmpty();

    scene.every(Duration.ofMinutes(1), 6);

    assertThat(scene.backend.resumptions()).hasSize(1);
    assertThat(kinds(scene)).contains(Kind.PROMOTED).doesNotContain(Kind.RUN_FAILED);
  }

  @Test
  void aFailureThatAServiceStillShowsAfterTheResumptionCountsNotAgain() {
    Scene scene = scene(1);
    scene.backend.nextRun(FAILS).nextRun(RunScript.succeeds(Map.of("auc", 0.7)));
    scene.every(Duration.ofMinutes(1), 1);
    scene.backend.visibleAfter(Duration.ofMinutes(5));
    Backend late = LateStatus.of(scene.backend, scene.clock, Duration.ofMinutes(4));
    Retrainer process =
        Retrainer.on(late)
            .store(scene.store)
            .clock(scene.clock)
            .flags(scene.flags)
            .add(Scene.policy().when(flag("go"), BATCH).resume(new Resume(1)).build())
            .build();

    for (int minute = 0; minute < 20; minute++) {
      scene.clock.advance(Duration.ofMinutes(1));
      process.tick();
    }

    assertThat(kinds(scene)).contains(Kind.PROMOTED).doesNotContain(Kind.RUN_FAILED);
    assertThat(scene.backend.resumptions()).hasSize(1);
  }

  @Test
  void aBackendThatResumesNothingIsRefusedBeforeTheFirstTick() {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    Map<Capability, Support> declared = new EnumMap<>(Capability.class);
    for (Capability each : Capability.values()) {
      declared.put(each, Support.natively("here"));
    }
    declared.put(Capability.RESUME, Support.absent("it has no such call", "Leave out resume"));
    Backend backend = Intercepted.declaring(new FakeBackend(clock), Capabilities.of(declared));
    Retraining policy = Scene.policy().when(flag("go"), BATCH).resume(new Resume(1)).build();

    assertThatThrownBy(
            () ->
                Retrainer.on(backend)
                    .store(new InMemoryStateStore())
                    .clock(clock)
                    .add(policy)
                    .build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("it has no such call")
        .hasMessageContaining("Leave out resume");
  }

  /** Shows every run as failed for a while after it was resumed. */
  private static final class LateStatus {
    static Backend of(FakeBackend real, SettableClock clock, Duration delay) {
      java.util.concurrent.atomic.AtomicReference<Optional<java.time.Instant>> at =
          new java.util.concurrent.atomic.AtomicReference<>(Optional.empty());
      return (Backend)
          Proxy.newProxyInstance(
              Backend.class.getClassLoader(),
              new Class<?>[] {Backend.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("resume") && at.get().isEmpty()) {
                  at.set(Optional.of(clock.instant()));
                }
                boolean late =
                    at.get().filter(t -> clock.instant().isBefore(t.plus(delay))).isPresent();
                return method.getName().equals("status") && late
                    ? new RunStatus.Failed(
                        Optional.of("train"), "exit code 137", List.of(), List.of())
                    : method.invoke(real, arguments);
              });
    }
  }

  /** A backend with one call that differs. */
  private static final class Intercepted {
    static Backend of(Backend real, String name, Runnable instead) {
      return (Backend)
          Proxy.newProxyInstance(
              Backend.class.getClassLoader(),
              new Class<?>[] {Backend.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals(name)) {
                  instead.run();
                }
                return method.invoke(real, arguments);
              });
    }

    static Backend declaring(Backend real, Capabilities capabilities) {
      dev.retrain.spi.backend.Translator translator =
          (dev.retrain.spi.backend.Translator)
              Proxy.newProxyInstance(
                  Backend.class.getClassLoader(),
                  new Class<?>[] {dev.retrain.spi.backend.Translator.class},
                  (proxy, method, arguments) ->
                      method.getName().equals("capabilities")
                          ? capabilities
                          : method.invoke(real.translator(), arguments));
      return (Backend)
          Proxy.newProxyInstance(
              Backend.class.getClassLoader(),
              new Class<?>[] {Backend.class},
              (proxy, method, arguments) ->
                  method.getName().equals("translator")
                      ? translator
                      : method.invoke(real, arguments));
    }
  }
}
