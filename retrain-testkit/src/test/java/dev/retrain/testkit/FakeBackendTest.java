package dev.retrain.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.testkit.tck.ReferencePipelines;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What users' tests rely on of the fake. */
class FakeBackendTest {

  private static final Pipeline PIPELINE = ReferencePipelines.named("gate-open");
  private static final RunKey KEY = new RunKey("first");

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);

  private static Submission submission(RunKey key) {
    return Submission.of(PIPELINE, key, Map.of("scratch", "here"), RetrainMode.FULL, "v", "a test");
  }

  @Test
  void aRunFollowsItsScriptByTheClockAndRegistersOnce() {
    backend.nextRun(
        RunScript.succeeds(Map.of("auc", 0.7))
            .after(Duration.ofHours(1))
            .leaving("model", URI.create("file:/m"))
            .tagged("color", "blue"));
    RunHandle run = backend.submit(submission(KEY));

    assertThat(backend.submit(submission(KEY))).isEqualTo(run);
    assertThat(backend.submitCalls()).isEqualTo(2);
    assertThat(backend.submissions()).hasSize(1);
    assertThat(backend.status(run)).isInstanceOf(RunStatus.Running.class);
    assertThat(backend.steps(run).get(0).state()).isEqualTo(StepRun.State.RUNNING);

    clock.advance(Duration.ofHours(1));
    RunStatus.Succeeded well = (RunStatus.Succeeded) backend.status(run);
    assertThat(backend.status(run)).isEqualTo(well);
    assertThat(well.outputs().artifacts()).containsKey("model");
    assertThat(backend.registry().versions("gate-open"))
        .singleElement()
        .satisfies(version -> assertThat(version.tags()).containsEntry("color", "blue"));
    assertThat(backend.steps(run)).extracting(StepRun::state).containsOnly(StepRun.State.SUCCEEDED);
  }

  @Test
  void runsThatFailAreShownWithTheirStepAndGoOnWhenResumed() {
    backend.nextRun(RunScript.fails("evaluate", "exit code 1"));
    RunHandle run = backend.submit(submission(KEY));
    assertThat(backend.status(run)).isInstanceOf(RunStatus.Failed.class);

    backend.resume(run, "once");
    backend.resume(run, "once");

    assertThat(backend.status(run)).isInstanceOf(RunStatus.Succeeded.class);
    assertThat(backend.resumptions()).containsExactly("once");
    assertThatThrownBy(() -> backend.resume(new RunHandle(KEY, "absent"), "once"))
        .isInstanceOf(PermanentFailure.class);
  }

  @Test
  void aRejectionKeepsItsMetrics() {
    backend.nextRun(RunScript.rejects(Map.of("auc", 0.5), "too low"));

    RunStatus status = backend.status(backend.submit(submission(KEY)));

    assertThat(((RunStatus.Rejected) status).metrics()).containsEntry("auc", 0.5);
  }

  @Test
  void onlyARunThatIsNotOverIsCancelled() {
    backend.nextRun(RunScript.succeeds(Map.of()).after(Duration.ofHours(1)));
    RunHandle run = backend.submit(submission(KEY));
    backend.cancel(run);
    backend.cancel(run);

    assertThat(backend.status(run)).isInstanceOf(RunStatus.Cancelled.class);
    backend.cancel(new RunHandle(KEY, "absent"));
  }

  @Test
  void runsOfOthersAreListedNewestFirst() {
    RunHandle own = backend.submit(submission(KEY));
    clock.advance(Duration.ofMinutes(1));
    String other = backend.startElsewhere(PIPELINE, RunScript.succeeds(Map.of()));
    String second = backend.duplicate(KEY, RunScript.succeeds(Map.of()));

    assertThat(backend.list("gate-open", Instant.EPOCH))
        .extracting(RunSummary::nativeId)
        .containsExactly(second, other, own.nativeId());
    assertThat(backend.list("gate-open", clock.instant())).hasSize(2);
    assertThat(backend.nativeIds()).hasSize(3);
    backend.forget(other);
    assertThat(backend.nativeIds()).hasSize(2);
  }

  @Test
  void aServiceWhoseReadsLagShowsARunLater() {
    backend.visibleAfter(Duration.ofMinutes(5));
    RunHandle run = backend.submit(submission(KEY));

    assertThat(backend.visibleWithin()).isEqualTo(Duration.ofMinutes(5));
    assertThat(backend.find(KEY)).isEmpty();
    assertThat(backend.status(run)).isInstanceOf(RunStatus.Lost.class);
    clock.advance(Duration.ofMinutes(5));
    assertThat(backend.find(KEY)).contains(run);
  }

  @Test
  void aTrialRegistersNothingAndAStatusMayBeSet() {
    RunHandle trial = backend.submit(submission(KEY).sampled(0.5));
    assertThat(backend.status(trial)).isInstanceOf(RunStatus.Succeeded.class);
    assertThat(backend.registry().versions("gate-open")).isEmpty();

    backend.end(trial.nativeId(), new RunStatus.Unknown("PAUSED"));
    assertThat(backend.status(trial)).isEqualTo(new RunStatus.Unknown("PAUSED"));
    assertThat(backend.steps(new RunHandle(KEY, "absent"))).isEmpty();
  }

  @Test
  void onlyEndpointsAreServed() {
    assertThat(backend.name()).isEqualTo("fake");
    assertThat(backend.deployer(Target.endpoint("a")))
        .contains(backend.fakeDeployer(Target.endpoint("a")));
    assertThat(backend.deployer(Target.registryAlias("m"))).isEqualTo(Optional.empty());
    assertThat(backend.schedules()).isPresent();
    assertThat(backend.translator().preflight(PIPELINE).problems()).isEqualTo(List.of());
    assertThat(backend.translator().plan(PIPELINE).steps()).hasSize(PIPELINE.steps().size());
    backend.close();
  }

  @Test
  void onlyARunThatSucceedsLeavesSomething() {
    RunScript fails = RunScript.fails("train", "no");

    assertThatThrownBy(() -> fails.leaving("model", URI.create("file:/m")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> fails.tagged("a", "b")).isInstanceOf(IllegalStateException.class);
  }
}
