package dev.retrain.backend.local;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.rollout.Target;
import dev.retrain.backend.local.endpoint.EmbeddedEndpoint;
import dev.retrain.backend.local.endpoint.RemoteEmbeddedDeployer;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.Preflight;
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
import dev.retrain.steps.folder.FolderRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Runs pipelines on this services. A run is driven by threads of the process that submitted it; its
 * state lies in a folder, so that every process that uses the same artifact root sees it. When the
 * driving process ends, its key can be submitted again, which resumes the run where it stood: steps
 * that had ended are not executed again, and a step that still runs is waited for. Until then such
 * a run is {@code Running} while a step runs and {@code Lost} after that.
 *
 * <p>Thread-safe. Closing stops the runs this backend drives, their processes included.
 */
public final class LocalBackend implements Backend {

  private final LocalTranslator translator;
  private final RunServices services;
  private final Runs runs;
  private final Drivers drivers;
  private final FolderSchedules schedules;
  private final DueRuns due;

  LocalBackend(LocalSettings settings, Map<String, StepFunction> functions, Clock clock) {
    Bindings bindings = new Bindings(settings, functions);
    this.translator = new LocalTranslator(bindings);
    this.services =
        new RunServices(
            settings,
            bindings,
            new FolderRegistry(settings.registryRoot(), clock),
            clock,
            Executors.newCachedThreadPool(
                work -> {
                  Thread thread = new Thread(work, "retrain-local");
                  thread.setDaemon(true);
                  return thread;
                }),
            new Semaphore(settings.parallelism(), true));
    this.drivers = new Drivers(services);
    this.runs = new Runs(settings.artifactRoot(), services.registry(), drivers);
    this.schedules =
        new FolderSchedules(
            settings.artifactRoot().resolve(".schedules"), translator, clock, this::beginDue);
    this.due = new DueRuns(schedules, runs, services.registry(), clock, this::submit);
  }

  /** Returns a builder of a backend. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return LocalTranslator.NAME;
  }

  @Override
  public Translator translator() {
    return translator;
  }

  @Override
  public RunHandle submit(Submission submission) {
    Optional<RunFolder> there = runs.find(submission.key());
    if (there.isPresent() && (there.get().hasEnded() || drivers.isDriving(there.get()))) {
      return there.get().handle();
    }
    Submission asked = there.map(run -> run.submission().submission()).orElse(submission);
    preflight(asked).orThrow(name(), asked.pipeline());
    return drivers.drive(
        RunFolder.of(services.settings().artifactRoot(), asked.pipeline().name(), asked.key()),
        asked);
  }

  private Preflight preflight(Submission submission) {
    return translator
        .preflight(submission.pipeline())
        .and(SubmissionCheck.problems(submission, services.settings()));
  }

  @Override
  public Optional<RunHandle> find(RunKey key) {
    return runs.find(key).map(RunFolder::handle);
  }

  @Override
  public RunStatus status(RunHandle run) {
    return runs.status(run);
  }

  @Override
  public List<StepRun> steps(RunHandle run) {
    return runs.steps(run);
  }

  @Override
  public void cancel(RunHandle run) {
    runs.of(run).ifPresent(drivers::cancel);
  }

  @Override
  public void resume(RunHandle run, String request) {
    RunFolder folder =
        runs.of(run)
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "cannot resume the run "
                            + run.key()
                            + ": it is not below the artifact root",
                        FailureContext.hint("name a run that retrain status lists")
                            .withRun(run.key().value()),
                        null));
    drivers.resume(folder, request);
  }

  @Override
  public RunPage runs(String model, Instant since, Optional<String> page) {
    return RunPage.all(runs.list(model, since));
  }

  @Override
  public ModelRegistry registry() {
    return services.registry();
  }

  /**
   * Returns the deployer of an embedded endpoint that serves from {@link EmbeddedEndpoint#folderIn}
   * this backend's artifact root, in whichever process; empty for other kinds of target.
   */
  @Override
  public Optional<Deployer> deployer(Target target) {
    return target instanceof Target.Endpoint endpoint
        ? Optional.of(
            RemoteEmbeddedDeployer.of(
                EmbeddedEndpoint.folderIn(services.settings().artifactRoot(), endpoint.name())))
        : Optional.empty();
  }

  /**
   * Returns the schedules in the artifact root. Nothing runs between calls: their runs start when
   * any process calls {@link Schedules#beginDue}, as every tick does.
   */
  @Override
  public Optional<Schedules> schedules() {
    return Optional.of(schedules);
  }

  private void beginDue() {
    due.look();
  }

  /** Stops the runs this backend drives; they resume when their keys are submitted again. */
  @Override
  public void close() {
    drivers.close();
    services.threads().shutdown();
  }

  /** Collects what a backend is made of. Not thread-safe. */
  public static final class Builder {

    private final Map<String, StepFunction> functions = new TreeMap<>();
    private final Map<String, List<String>> images = new TreeMap<>();
    private Path artifactRoot = Path.of(LocalSettings.DEFAULT_ROOT);
    private Optional<Path> dataRoot = Optional.empty();
    private Clock clock = Clock.systemUTC();
    private Optional<Integer> parallelism = Optional.empty();
    private List<String> stepsCommand = List.of();

    private Builder() {}

    /** Sets where runs, the cache and the registry lie; {@code .retrain} by default. */
    public Builder artifactRoot(Path folder) {
      artifactRoot = folder;
      return this;
    }

    /**
     * Sets what relative sources and schemas of standard steps start from; the working folder by
     * default.
     */
    public Builder dataRoot(Path folder) {
      dataRoot = Optional.of(folder);
      return this;
    }

    /** Sets the clock of timestamps and ages. */
    public Builder clock(Clock other) {
      clock = other;
      return this;
    }

    /** Sets how many steps and trials run at once, at least 1; one per processor by default. */
    public Builder parallelism(int steps) {
      if (steps < 1) {
        throw new IllegalArgumentException("at least one step runs at once, not " + steps);
      }
      parallelism = Optional.of(steps);
      return this;
    }

    /**
     * Binds an image to a Java function in this process.
     *
     * @param image as the pipeline writes it, or without its digest or tag
     */
    public Builder function(String image, StepFunction function) {
      functions.put(image, function);
      return this;
    }

    /**
     * Binds an image to a child process.
     *
     * @param image as the pipeline writes it, or without its digest or tag
     * @param words the start of the command; the step's own command and arguments follow
     */
    public Builder command(String image, String... words) {
      images.put(image, new ArrayList<>(List.of(words)));
      return this;
    }

    /**
     * Starts the standard steps by a command of the caller's, such as {@code java -jar steps.jar}.
     * Without one they are processes of this Java, or run within this process where no other Java
     * could find their classes, as in an executable jar.
     *
     * @param words the command; the component's name and arguments follow
     */
    public Builder stepsCommand(String... words) {
      stepsCommand = List.of(words);
      return this;
    }

    /** Makes the backend. */
    public LocalBackend build() {
      LocalSettings settings =
          LocalSettings.in(artifactRoot).withImages(images).withStepsCommand(stepsCommand);
      settings = parallelism.map(settings::withParallelism).orElse(settings);
      return new LocalBackend(
          dataRoot.map(settings::withDataRoot).orElse(settings), functions, clock);
    }
  }
}
