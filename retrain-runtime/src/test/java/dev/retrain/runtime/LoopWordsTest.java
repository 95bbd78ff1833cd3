package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.HOLD;
import static dev.retrain.api.retraining.Decision.Kind.RETRAIN;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.any;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.drift;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.Problem;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Guards;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoopWordsTest {

  @Test
  void aMetricOfWhichOnlyTheTimeChangesIsOneHold() {
    Scene scene = new Scene(Scene.policy().when(metric("auc").below(0.6), BATCH));
    scene.withChampion();
    scene.tick();
    for (int i = 0; i < 200; i++) {
      scene.metrics.put("auc", scene.clock.instant(), 0.7);
      scene.every(Duration.ofMinutes(10), 1);
    }

    assertThat(scene.log()).filteredOn(decision -> decision.kind() == HOLD).hasSizeLessThan(4);
  }

  @Test
  void aMeasurementThatIsTooOldIsNamedWithItsAge() {
    Scene scene = new Scene(Scene.policy().when(metric("auc").below(0.6), BATCH));
    scene.metrics.put("auc", scene.clock.instant(), 0.49);
    scene.clock.advance(Duration.ofHours(25));
    scene.tick();

    assertThat(scene.last(HOLD).why()).contains("auc was last measured 25 h ago: 0.49");
    assertThat(scene.kinds()).doesNotContain(RETRAIN);
  }

  @Test
  void aPolicyMaySayWhenAMeasurementIsTooOld() {
    Scene scene =
        new Scene(
            Scene.policy().when(metric("auc").below(0.6).staleAfter(Duration.ofDays(3)), BATCH));
    scene.metrics.put("auc", scene.clock.instant().plusSeconds(1), 0.49);
    scene.clock.advance(Duration.ofHours(25));
    scene.tick();

    assertThat(scene.kinds()).contains(RETRAIN);
  }

  @Test
  void anEndpointThatIsAwayForDaysIsWrittenDownOnceADay() {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    FakeBackend backend = new FakeBackend(clock);
    InMemoryStateStore store = new InMemoryStateStore();
    FixedFlags flags = new FixedFlags();
    AtomicBoolean away = new AtomicBoolean();
    Deployer endpoint =
        CallInterceptor.calls(
            Deployer.class,
            backend.fakeDeployer(Scene.ENDPOINT),
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (away.get()) {
                  throw new TransientFailure("the endpoint does not answer");
                }
              }
            });
    Retraining policy =
        Scene.policy().when(flag("on"), FULL).rollout(Scene.carefully()).to(Scene.ENDPOINT).build();
    Retrainer retrainer =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .flags(flags)
            .deployer(Scene.ENDPOINT, endpoint)
            .add(policy)
            .build();
    for (int version = 1; version <= 2; version++) {
      flags.set("on", false);
      retrainer.tick();
      flags.set("on", true);
      retrainer.tick();
      retrainer.tick();
    }
    away.set(true);
    for (int hour = 0; hour < 240; hour++) {
      clock.advance(Duration.ofHours(1));
      retrainer.tick();
    }

    assertThat(store.history(Scene.NAME, 0))
        .extracting(entry -> entry.decision())
        .filteredOn(decision -> decision.rule().equals("target"))
        .hasSizeBetween(10, 11)
        .allMatch(decision -> decision.why().contains("the endpoint does not answer"));
  }

  @Test
  void aTriggerWhoseSourceNothingProvidesIsReportedBeforeTheFirstTick() {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    Retrainer.Builder builder =
        Retrainer.on(new FakeBackend(clock))
            .add(
                Scene.policy()
                    .when(metric("auc").below(0.6), BATCH)
                    .when(any(drift()).notWhile(flag("freeze")), BATCH)
                    .build());

    assertThat(builder.warnings())
        .extracting(Problem::code)
        .containsExactly("no-metrics", "no-data", "no-flags");
  }

  @Test
  void aTimeThatAlwaysLiesInQuietHoursIsReportedWhenThePolicyIsRead() {
    Retraining.Builder policy =
        Scene.policy()
            .when(cron("0 3 * * *"), BATCH)
            .guards(
                Guards.NONE.quietHours(
                    new Guards.QuietHours(
                        LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC)));

    assertThat(policy.build().warnings())
        .filteredOn(problem -> problem.code().equals("cron-in-quiet-hours"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("start at 06:00"));
  }

  @Test
  void aMetricTriggerWithoutMetricsIsReportedWhenThePolicyIsRead() {
    assertThat(Scene.policy().when(metric("auc").below(0.6), BATCH).build().warnings())
        .extracting(Problem::code)
        .contains("no-metrics");
  }

  @Test
  void noRunIsSubmittedOnceTheRetrainerStopsAndTheRequestStays() {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    FakeBackend backend = new FakeBackend(clock);
    InMemoryStateStore store = new InMemoryStateStore();
    Retraining policy = Scene.policy().when(flag("on"), FULL).build();
    Retrainer stopped =
        Retrainer.on(backend).store(store).clock(clock).flags(new FixedFlags()).add(policy).build();
    stopped
        .requests()
        .put(
            Scene.NAME,
            new RetrainingRequest(
                "r-1", RetrainingRequest.Verb.RETRAIN, FULL, "new data", clock.instant()));
    stopped.close();
    stopped.tick();
    assertThat(backend.submissions()).isEmpty();
    assertThat(stopped.requests().waiting(Scene.NAME)).hasSize(1);

    Retrainer next =
        Retrainer.on(backend).store(store).clock(clock).flags(new FixedFlags()).add(policy).build();
    next.tick();
    assertThat(backend.submissions()).hasSize(1);
  }

  @Test
  void aBudgetOfOneRunIsWrittenInTheSingular() {
    Scene scene =
        new Scene(
            Scene.policy().when(metric("auc").below(0.6), BATCH).budget(1, Duration.ofHours(6)));
    for (int i = 0; i < 3; i++) {
      scene.metrics.put("auc", scene.clock.instant(), 0.5);
      scene.every(Duration.ofMinutes(10), 1);
    }

    assertThat(scene.last(Decision.Kind.REFUSED).why())
        .isEqualTo("the budget of 1 run in 6h is spent");
  }
}
