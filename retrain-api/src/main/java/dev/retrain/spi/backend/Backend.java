package dev.retrain.spi.backend;

import dev.retrain.api.document.Settings;
import dev.retrain.api.provider.Providers;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.Leases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Runs pipelines on one service or machine. Thread-safe.
 *
 * <p>Every call has a deadline and does not wait for a run. Within it a request that may be
 * repeated is sent at most four times; there is no further retry loop: the caller's next tick is
 * the retry. Failures are {@link dev.retrain.api.error.TransientFailure} and {@link
 * dev.retrain.api.error.PermanentFailure}.
 */
public interface Backend extends AutoCloseable {

  /**
   * Loads the backend of a name from the class path with the settings of a file, the system clock,
   * and leases within this process. Where several processes submit to a service that has no key for
   * a run, pass leases they share: {@link #load(String, Path, BackendContext)}.
   *
   * @param name such as {@code local}
   * @param settings a YAML or JSON file
   * @throws dev.retrain.api.error.ConfigurationProblem if there is no such backend
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem of the settings
   */
  static Backend load(String name, Path settings) {
    Clock clock = Clock.systemUTC();
    return load(name, settings, BackendContext.of(clock, Leases.inProcess(clock)));
  }

  /** Loads a backend with the clock and leases of the caller. */
  static Backend load(String name, Path settings, BackendContext context) {
    return load(name, Settings.read(settings), context);
  }

  /** Creates the backend of a name with settings that were read already. */
  static Backend load(String name, Settings settings, BackendContext context) {
    return Backends.provider(name, Providers.contextLoader()).create(settings, context);
  }

  /** Returns the name, such as {@code local}. */
  String name();

  /** Returns the translator, which makes no calls. */
  Translator translator();

  /**
   * Starts a run once per key: a repeated call with the same key returns the existing run, whatever
   * its state.
   *
   * <p>A backend of a shared service refuses a run outside trials without the tags Owner and
   * Environment ({@link Submission#tagProblems}); a backend of one machine accepts it.
   *
   * @throws dev.retrain.api.error.RetrainException as {@link Preflight#orThrow} before anything is
   *     created
   */
  RunHandle submit(Submission submission);

  /** Returns the run of a key, if there is one. */
  Optional<RunHandle> find(RunKey key);

  /**
   * Returns the status of a run; {@link RunStatus.Lost} at once for one the backend does not know,
   * or {@link RunStatus.Accepted} where it knows that the service will show it.
   */
  RunStatus status(RunHandle run);

  /**
   * Returns the time within which {@link #find}, {@link #status} and {@link #runs} see a run that
   * was submitted; zero where they see it at once. {@code submit} does not wait for it. Within it
   * an unknown run is no lost one, and no key is submitted a second time.
   */
  default Duration visibleWithin() {
    return Duration.ZERO;
  }

  /**
   * Does what a run still needs after it has ended, once: registers what its definition left open,
   * and points the alias {@code challenger} to the version it registered. Called at least once
   * after a terminal status was seen, possibly by several processes; a repeated call changes
   * nothing. A run that did not succeed needs nothing.
   */
  default void conclude(RunHandle run) {
    if (status(run) instanceof RunStatus.Succeeded ok) {
      ok.outputs().registered().ifPresent(version -> Challengers.point(registry(), version));
    }
  }

  /**
   * Returns the states of a run's steps in the pipeline's order; empty for a run that is not known.
   */
  List<StepRun> steps(RunHandle run);

  /**
   * Requests that a run ends; one that has ended stays as it is. For a run that was accepted and is
   * not shown yet, the request takes effect, or fails with a {@link
   * dev.retrain.api.error.TransientFailure}.
   */
  void cancel(RunHandle run);

  /**
   * Continues a failed run from the step that failed, under its key and native id. Steps that
   * succeeded are not run again, and the step that failed has all its attempts again. The call does
   * not wait for the run; the status may stay {@link RunStatus.Failed} for {@link #visibleWithin}.
   * A run in any other state stays as it is.
   *
   * @param request names the resumption, as {@link RunKey} is formed: the same request again
   *     changes nothing, whatever became of the run since. A service that keeps no such name
   *     resumes a run that has failed since
   * @throws dev.retrain.api.error.PermanentFailure if the run is not known
   * @throws dev.retrain.api.error.UnsupportedFeature where {@link Capability#RESUME} is absent
   */
  default void resume(RunHandle run, String request) {
    throw Resumption.unsupported(this, run);
  }

  /**
   * Returns a part of the runs of a model, newest first, including those started elsewhere. The
   * selection may be coarse: runs of other models, or of a time shortly before, may be among them;
   * {@link RunSummary#model} tells.
   *
   * @param model as {@link RunSummary#model(dev.retrain.api.pipeline.Pipeline)} names it
   * @param since those created at or after
   * @param page {@link RunPage#next} of the part before; empty for the first
   */
  RunPage runs(String model, Instant since, Optional<String> page);

  /**
   * Returns all runs of a model, newest first, without those that the service listed coarsely.
   *
   * @throws dev.retrain.api.error.TransientFailure if the list does not end within a thousand parts
   */
  default List<RunSummary> list(String model, Instant since) {
    return RunPages.all(this, model, since);
  }

  /** Returns the registry in which this backend's runs register models. */
  ModelRegistry registry();

  /**
   * Returns the deployer of a target; empty when the backend does not serve such a target. The
   * caller closes it, and asks once per target; a second {@link Deployer#close} does nothing.
   */
  Optional<Deployer> deployer(Target target);

  /**
   * Returns the schedules this backend keeps; present exactly when {@link Capability#SCHEDULE} is
   * declared. Where it is not, the runtime keeps them.
   */
  default Optional<Schedules> schedules() {
    return Optional.empty();
  }

  /**
   * Releases what the backend has opened; ends no run. May be called twice. A call after it is
   * answered, or fails with an {@link IllegalStateException} or a {@link
   * dev.retrain.api.error.RetrainException}.
   */
  @Override
  void close();
}
