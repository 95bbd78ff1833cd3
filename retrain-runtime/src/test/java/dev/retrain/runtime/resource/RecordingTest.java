package dev.retrain.runtime.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.state.CreatedResource;
import dev.retrain.spi.state.ResourceLedger;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing is created that is not recorded. */
class RecordingTest {

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final ResourceLedger ledger = ResourceLedger.in(new InMemoryStateStore());

  private static Submission submission() {
    return Submission.of(
            Scene.pipeline(Scene.NAME),
            new RunKey("delays-1"),
            Map.of(),
            RetrainMode.FULL,
            "v",
            "test")
        .withTags(Map.of("owner", "team", "Environment", "dev", "other", "x"));
  }

  @Test
  void aRunIsRecordedWithItsOwnerAndEnvironment() {
    Backend recorded =
        new RecordingBackend(backend, new Recording(ledger, FakeBackend.NAME, clock));

    RunHandle run = recorded.submit(submission());
    recorded.submit(submission());

    assertThat(ledger.of(Scene.NAME))
        .containsExactly(
            new CreatedResource(
                CreatedResource.Kind.RUN,
                FakeBackend.NAME,
                "delays-1",
                Scene.NAME,
                clock.instant(),
                Map.of("Owner", "team", "Environment", "dev"),
                ""));
    assertThat(recorded.find(new RunKey("delays-1"))).contains(run);
    assertThat(recorded.list(Scene.NAME, Instant.EPOCH)).hasSize(1);
    assertThat(recorded.steps(run)).isEqualTo(backend.steps(run));
    assertThat(recorded.status(run)).isEqualTo(backend.status(run));
  }

  @Test
  void nothingIsCreatedWhereItCannotBeRecorded() {
    ResourceLedger full =
        (ResourceLedger)
            java.lang.reflect.Proxy.newProxyInstance(
                ResourceLedger.class.getClassLoader(),
                new Class<?>[] {ResourceLedger.class},
                (proxy, method, arguments) -> {
                  throw new TransientFailure("the store is away");
                });
    Backend recorded = new RecordingBackend(backend, new Recording(full, FakeBackend.NAME, clock));

    assertThatThrownBy(() -> recorded.submit(submission())).hasMessage("the store is away");

    assertThat(backend.submissions()).isEmpty();
  }

  /** A default method that is not passed on would answer for the backend. */
  @Test
  void everyCallIsPassedOn() {
    assertThat(missing(Backend.class, RecordingBackend.class)).isEmpty();
    assertThat(missing(Deployer.class, RecordingDeployer.class)).isEmpty();
  }

  private static List<String> missing(Class<?> type, Class<?> recording) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !declares(recording, method))
        .map(Method::getName)
        .toList();
  }

  private static boolean declares(Class<?> type, Method method) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(
            own ->
                own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }

  @Test
  void aDeployerPassesOnWhatItIsAsked() {
    Deployer recorded =
        new RecordingBackend(backend, new Recording(ledger, FakeBackend.NAME, clock))
            .deployer(Scene.ENDPOINT)
            .orElseThrow();

    assertThat(recorded.health()).isEmpty();
    assertThat(recorded.health(HealthQuery.ALL)).isEmpty();
    assertThat(recorded.traffic()).isEmpty();
    assertThat(recorded.split()).isEmpty();
    assertThat(recorded.problem("1")).isEqualTo(Optional.empty());
    assertThat(recorded.latency()).isNotNull();
    assertThat(recorded.resolution()).isNotNull();
    recorded.retire("1");
    recorded.close();
  }
}
