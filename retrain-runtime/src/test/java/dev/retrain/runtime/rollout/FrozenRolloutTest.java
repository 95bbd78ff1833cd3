package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.state.StateStore.LogEntry;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be seen is no evidence: no traffic changes because of a look that fails. */
class FrozenRolloutTest {

  private final SettableClock clock = SettableClock.at("2001-01-01T02:58:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final FakeDeployer endpoint = new FakeDeployer();
  private final InMemoryStateStore store = new InMemoryStateStore();
  private String failing = "";
  private RetrainException failure = new PermissionDenied("the token has expired");

  private final CallInterceptor.Listener outside =
      new CallInterceptor.Listener() {
        @Override
        public void before(String call) {
          if (call.equals(failing)) {
            throw failure;
          }
        }
      };

  private final Retrainer retrainer =
      Retrainer.on(CallInterceptor.calls(Backend.class, backend, outside))
          .store(store)
          .clock(clock)
          .deployer(Scene.ENDPOINT, CallInterceptor.calls(Deployer.class, endpoint, outside))
          .add(
              Scene.policy()
                  .when(cron("0 3 * * *"), BATCH)
                  .rollout(Scene.carefully())
                  .to(Scene.ENDPOINT)
                  .build())
          .build();

  @BeforeEach
  void see() {
    retrainer.tick();
  }

  private void tick(Duration step, int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(step);
      retrainer.tick();
    }
  }

  /** The second version at 5 % of the traffic. */
  private void canary() {
    tick(Duration.ofMinutes(1), 10);
    tick(Duration.ofHours(23), 1);
    tick(Duration.ofMinutes(10), 6);
    tick(Duration.ofMinutes(1), 3);
    assertThat(endpoint.split()).contains(TrafficSplit.of("2", percent(5), "1"));
  }

  private List<Decision> log() {
    return store.history(Scene.NAME, 0).stream().map(LogEntry::decision).toList();
  }

  private long count(Kind kind) {
    return log().stream().filter(decision -> decision.kind() == kind).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployer.health", "Deployer.traffic"})
  void aPermissionThatIsMissingSendsNoHealthyCanaryBackAndMovesNoTraffic(String look) {
    canary();
    Optional<TrafficSplit> before = endpoint.split();
    long holds = count(Kind.HOLD);
    failing = look;

    tick(Duration.ofMinutes(1), 60);

    assertThat(endpoint.split()).isEqualTo(before);
    assertThat(log()).extracting(Decision::kind).doesNotContain(Kind.ROLLED_BACK, Kind.HALTED);
    assertThat(count(Kind.HOLD) - holds).as("written once, not at every tick").isEqualTo(1);
    assertThat(log().get(log().size() - 1).why()).contains("the token has expired");

    failing = "";
    tick(Duration.ofMinutes(10), 8);

    assertThat(count(Kind.PROMOTED)).isEqualTo(2);
    assertThat(endpoint.split()).contains(TrafficSplit.all("2"));
  }

  @Test
  void aLookThatFailsForAnotherReasonIsNoEvidenceEither() {
    canary();
    failure = new PermanentFailure("HTTP 400");
    failing = "Deployer.health";

    tick(Duration.ofMinutes(1), 60);

    assertThat(retrainer.phase(Scene.NAME)).isEqualTo("rolling-out");
    assertThat(log()).extracting(Decision::kind).doesNotContain(Kind.ROLLED_BACK, Kind.HALTED);
  }

  @Test
  void aRunIsNotGivenUpBecauseItMayNotBeLookedFor() {
    failing = "Backend.find";
    tick(Duration.ofMinutes(1), 3);
    assertThat(retrainer.phase(Scene.NAME)).isEqualTo("submitting");
    failing = "";

    tick(Duration.ofMinutes(1), 5);

    assertThat(backend.nativeIds()).hasSize(1);
    assertThat(log()).extracting(Decision::kind).doesNotContain(Kind.RUN_FAILED);
    assertThat(count(Kind.PROMOTED)).isEqualTo(1);
  }

  @Test
  void aCleanUpThatFailsUndoesNoPromotion() {
    tick(Duration.ofMinutes(10), 3);
    for (int day = 0; day < 2; day++) {
      tick(Duration.ofHours(23), 1);
      tick(Duration.ofMinutes(10), 12);
      failure = new PermanentFailure("the version still answers");
      failing = "Deployer.retire";
    }

    assertThat(count(Kind.PROMOTED)).isEqualTo(3);
    assertThat(log()).extracting(Decision::kind).doesNotContain(Kind.ROLLED_BACK, Kind.HALTED);
    assertThat(endpoint.split()).contains(TrafficSplit.all("3"));
    assertThat(endpoint.health()).containsKey("1");
  }

  @Test
  void whatTheTargetRefusesToDoStillSendsTheChallengerBack() {
    tick(Duration.ofMinutes(1), 10);
    failure = new PermanentFailure("no such variant");
    failing = "Deployer.prepare";
    tick(Duration.ofHours(23), 1);
    tick(Duration.ofMinutes(10), 6);

    assertThat(count(Kind.ROLLED_BACK)).isEqualTo(1);
    assertThat(endpoint.split()).contains(TrafficSplit.all("1"));
  }
}
