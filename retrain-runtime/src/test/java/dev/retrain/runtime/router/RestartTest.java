package dev.retrain.runtime.router;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A router in the application's own process, which forgets everything when that ends. */
@Timeout(120)
class RestartTest {

  private static final Target TARGET = Target.inProcess("prices");

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final FixedFlags flags = new FixedFlags();
  private final InMemoryStateStore store = new InMemoryStateStore();
  private ModelRouter<String> router;
  private Retrainer retrainer;

  private void start() {
    router =
        ModelRouter.<String>named("prices", version -> version.version())
            .drainWithin(Duration.ZERO)
            .clock(clock)
            .build();
    retrainer =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .flags(flags)
            .deployer(TARGET, router.deployer())
            .add(
                Scene.policy()
                    .when(flag("force_retrain"), RetrainMode.FULL)
                    .rollout(Scene.carefully())
                    .to(TARGET)
                    .build())
            .build();
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(Duration.ofSeconds(5));
      retrainer.tick();
      router.deployer().health().keySet().forEach(this::awaitReady);
    }
  }

  private void awaitReady(String version) {
    while (!router.deployer().health().get(version).ready()) {
      Thread.onSpinWait();
    }
  }

  private void retrain() {
    flags.set("force_retrain", false);
    tick(1);
    flags.set("force_retrain", true);
    tick(5);
  }

  private String answer() {
    try (RoutedCall<String> call = router.choose("customer")) {
      call.answered();
      return call.version();
    }
  }

  @Test
  void theFirstTicksAfterARestartPrepareAndRouteTheChampion() {
    start();
    retrain();
    assertThat(answer()).isEqualTo("1");

    start();
    tick(2);

    assertThat(answer()).isEqualTo("1");
    assertThat(store.history(Scene.NAME, 0))
        .extracting(entry -> entry.decision().rule() + ": " + entry.decision().what())
        .contains("restart: version 1 has all the traffic");
  }

  @Test
  void aRestartInMidCanaryPreparesBothVersionsAndGoesOn() {
    start();
    retrain();
    retrain();
    assertThat(router.deployer().split()).contains(TrafficSplit.of("2", percent(5), "1"));

    start();
    tick(5);

    assertThat(router.deployer().split()).contains(TrafficSplit.of("2", percent(5), "1"));
    assertThat(retrainer.phase(Scene.NAME)).isEqualTo("rolling-out");
    assertThat(store.history(Scene.NAME, 0))
        .extracting(entry -> entry.decision().kind())
        .doesNotContain(Kind.ROLLED_BACK, Kind.HALTED);
  }

  @Test
  void theStageOfAnInterruptedCanaryIsObservedAnew() {
    start();
    retrain();
    retrain();
    clock.advance(Duration.ofMinutes(29));

    start();
    tick(20);
    assertThat(router.deployer().split()).contains(TrafficSplit.of("2", percent(5), "1"));
    clock.advance(Duration.ofMinutes(30));
    tick(3);

    assertThat(backend.registry().byAlias(Scene.NAME, ModelRegistry.CHAMPION))
        .hasValueSatisfying(version -> assertThat(version.version()).isEqualTo("2"));
    assertThat(answer()).isEqualTo("2");
  }

  @Test
  void aVersionThatWasRegisteredAndMadeChampionByHandIsServed() {
    backend
        .registry()
        .register(
            Scene.NAME,
            "by-hand",
            java.net.URI.create("fake:/model"),
            java.util.Map.of("retrain.gate", "passed"));
    backend
        .registry()
        .moveAlias(
            Scene.NAME,
            ModelRegistry.CHAMPION,
            java.util.Optional.empty(),
            java.util.Optional.of("1"));

    start();
    tick(2);

    assertThat(answer()).isEqualTo("1");
  }
}
