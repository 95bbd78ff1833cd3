package dev.retrain.spi.backend;

import dev.retrain.api.document.Settings;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.Leases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Runs pipelines on one service or machine. Thread-safe.
 *
 * <p>Every call is a single attempt with a deadline and does not wait for a run; none contains a
 * retry loop: the caller's next tick is the retry. Failures are {@link
 * dev.retrain.api.error.TransientFailure} and {@link dev.retrain.api.error.PermanentFailure}.
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
    return load(name, settings, new BackendContext(clock, Leases.inProcess(clock)));
  }

  /** Loads a backend with the clock and leases of the caller. */
  static Backend load(String name, Path settings, BackendContext context) {
    return load(name, Settings.read(settings), context);
  }

  /** Creates the backend of a name with settings that were read already. */
  static Backend load(String name, Settings settings, BackendContext context) {
    return Backends.provider(name, Backends.ofThisThread()).create(settings, context);
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

  /** Returns the status of a run; {@link RunStatus.Lost} for one the backend does not know. */
  RunStatus status(RunHandle run);

  /**
   * Returns the states of a run's steps in the pipeline's order; empty for a run that is not known.
   */
  List<StepRun> steps(RunHandle run);

  /** Requests that a run ends; one that has ended stays as it is. */
  void cancel(RunHandle run);

  /**
   * Returns the runs of a pipeline, newest first, including those started elsewhere.
   *
   * @param pipeline its name
   * @param since those created at or after
   */
  List<RunSummary> list(String pipeline, Instant since);

  /** Returns the registry in which this backend's runs register models. */
  ModelRegistry registry();

  /** Returns the deployer of a target; empty when the backend does not serve such a target. */
  Optional<Deployer> deployer(Target target);

  /**
   * Returns the schedules this backend keeps; present exactly when {@link Capability#SCHEDULE} is
   * declared. Where it is not, the runtime keeps them.
   */
  default Optional<Schedules> schedules() {
    return Optional.empty();
  }

  @Override
  void close();
}
