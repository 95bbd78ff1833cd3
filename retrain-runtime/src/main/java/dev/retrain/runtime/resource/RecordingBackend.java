package dev.retrain.runtime.resource;

import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunPage;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
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

/** A backend whose runs and deployments are recorded before they are created. */
public final class RecordingBackend implements Backend {

  private final Backend backend;
  private final Recording recording;

  /** Creates the backend; closing it closes the other. */
  public RecordingBackend(Backend backend, Recording recording) {
    this.backend = backend;
    this.recording = recording;
  }

  @Override
  public RunHandle submit(Submission submission) {
    recording.run(submission);
    return backend.submit(submission);
  }

  @Override
  public Optional<Deployer> deployer(Target target) {
    return backend.deployer(target).map(real -> new RecordingDeployer(real, target, recording));
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public Translator translator() {
    return backend.translator();
  }

  @Override
  public Optional<RunHandle> find(RunKey key) {
    return backend.find(key);
  }

  @Override
  public RunStatus status(RunHandle run) {
    return backend.status(run);
  }

  @Override
  public Duration visibleWithin() {
    return backend.visibleWithin();
  }

  @Override
  public void conclude(RunHandle run) {
    backend.conclude(run);
  }

  @Override
  public List<StepRun> steps(RunHandle run) {
    return backend.steps(run);
  }

  @Override
  public void cancel(RunHandle run) {
    backend.cancel(run);
  }

  @Override
  public void resume(RunHandle run, String request) {
    backend.resume(run, request);
  }

  @Override
  public RunPage runs(String model, Instant since, Optional<String> page) {
    return backend.runs(model, since, page);
  }

  @Override
  public List<RunSummary> list(String model, Instant since) {
    return backend.list(model, since);
  }

  @Override
  public ModelRegistry registry() {
    return backend.registry();
  }

  @Override
  public Optional<Schedules> schedules() {
    return backend.schedules();
  }

  @Override
  public void close() {
    backend.close();
  }
}
