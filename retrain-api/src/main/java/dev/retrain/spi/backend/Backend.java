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
 * Runs pipelines somewhere. Thread-safe.
 *
 * <p>Every call is single-shot, does not wait for a run, and has a deadline; none holds a retry
 * loop: the caller's next tick is the retry. Failures are {@link
 * dev.retrain.api.error.TransientFailure} and {@link dev.retrain.api.error.PermanentFailure}.
 */
public interface Backend extends AutoCloseable {

  /**
   * The backend of a name with the settings of a file, found on the class path, by the clock on the
   * wall and with leases within this process. Where several processes submit to a service that has
   * no key for a run, hand in leases they share: {@link #load(String, Path, BackendContext)}.
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

  /** The same in a surrounding world of the caller's. */
  static Backend load(String name, Path settings, BackendContext context) {
    return Backends.provider(name, Backends.ofThisThread())
        .create(Settings.read(settings), context);
  }

  /** The name, such as {@code local}. */
  String name();

  /** The pure half. */
  Translator translator();

  /**
   * Starts a run once per key: asked again with the same key it gives the run that is there,
   * whatever its state.
   *
   * @throws dev.retrain.api.error.RetrainException as {@link Preflight#orThrow} before anything is
   *     created
   */
  RunHandle submit(Submission submission);

  /** The run of a key. */
  Optional<RunHandle> find(RunKey key);

  /** Where a run stands; {@link RunStatus.Lost} for one the backend does not know. */
  RunStatus status(RunHandle run);

  /** Where its steps stand, in the pipeline's order; empty for a run that is not known. */
  List<StepRun> steps(RunHandle run);

  /** Asks for a run to end; one that has ended stays as it is. */
  void cancel(RunHandle run);

  /**
   * The runs of a pipeline, newest first, those that began elsewhere included.
   *
   * @param pipeline its name
   * @param since those created at or after
   */
  List<RunSummary> list(String pipeline, Instant since);

  /** Where this backend's runs register models. */
  ModelRegistry registry();

  /** What sets traffic of a target; empty when the backend serves no such target. */
  Optional<Deployer> deployer(Target target);

  /**
   * The schedules this backend keeps; there exactly when {@link Capability#SCHEDULE} is declared.
   * Where it is not, the runtime keeps them.
   */
  default Optional<Schedules> schedules() {
    return Optional.empty();
  }

  @Override
  void close();
}
