package dev.retrain.testkit.tck;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunPage;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A backend that keeps every rule of the kit, so that a copy can break one of them. */
record SmallBackend(SmallService service, Translator translator) implements Backend {

  private static final Duration VISIBLE_WITHIN = Duration.ofMillis(500);

  @Override
  public String name() {
    return SmallBackendProvider.NAME;
  }

  @Override
  public RunHandle submit(Submission submission) {
    translator
        .preflight(submission.pipeline())
        .and(submission.tagProblems())
        .orThrow(name(), submission.pipeline());
    return service.begin(submission).handle;
  }

  @Override
  public Optional<RunHandle> find(RunKey key) {
    return service.byKey(key).filter(run -> !service.isHidden(key)).map(run -> run.handle);
  }

  @Override
  public RunStatus status(RunHandle handle) {
    if (service.isHidden(handle.key())) {
      return new RunStatus.Accepted();
    }
    return service
        .byId(handle.nativeId())
        .map(SmallRun::status)
        .orElseGet(() -> new RunStatus.Lost("nobody knows it"));
  }

  @Override
  public Duration visibleWithin() {
    return VISIBLE_WITHIN;
  }

  @Override
  public List<StepRun> steps(RunHandle handle) {
    return service.byId(handle.nativeId()).map(SmallRun::steps).orElse(List.of());
  }

  @Override
  public void cancel(RunHandle handle) {
    if (service.isHidden(handle.key())) {
      throw new TransientFailure("the run " + handle.key() + " is not shown yet");
    }
    service.byId(handle.nativeId()).ifPresent(SmallRun::cancel);
  }

  @Override
  public void resume(RunHandle handle, String request) {
    service
        .byId(handle.nativeId())
        .orElseThrow(() -> new PermanentFailure("there is no run " + handle.nativeId()))
        .resume(request);
  }

  @Override
  public RunPage runs(String model, Instant since, Optional<String> page) {
    return RunPage.all(
        service.newestFirst().stream()
            .filter(run -> !service.isHidden(run.handle.key()))
            .map(SmallRun::summary)
            .toList());
  }

  @Override
  public ModelRegistry registry() {
    return service.registry;
  }

  @Override
  public Optional<Deployer> deployer(Target target) {
    return Optional.empty();
  }

  @Override
  public Optional<Schedules> schedules() {
    return Optional.of(new SmallSchedules(service, translator));
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public void close() {}
}
