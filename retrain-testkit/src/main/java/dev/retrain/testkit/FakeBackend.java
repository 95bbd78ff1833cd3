package dev.retrain.testkit;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Registration;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.registry.ModelVersion;
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
import dev.retrain.spi.registry.ModelRegistration;
import dev.retrain.spi.registry.ModelRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A backend that runs nothing: each run follows its script, by the clock. Without a script a run
 * ends well at once. Thread-safe.
 */
public final class FakeBackend implements Backend {

  /** The backend's name. */
  public static final String NAME = "fake";

  /** The machine every step gets. */
  public static final String MACHINE = "fake.small";

  private record Run(
      String nativeId,
      Optional<RunKey> key,
      Pipeline pipeline,
      Map<String, String> tags,
      boolean trial,
      Instant started,
      RunScript script,
      Instant begun,
      Optional<RunStatus> cut) {

    Run cutTo(RunStatus status) {
      return new Run(
          nativeId, key, pipeline, tags, trial, started, script, begun, Optional.of(status));
    }

    Run resumed(RunScript next, Instant now) {
      return new Run(nativeId, key, pipeline, tags, trial, started, next, now, Optional.empty());
    }
  }

  private final Clock clock;
  private final InMemoryModelRegistry registry;
  private final InMemorySchedules schedules = new InMemorySchedules();
  private final Map<Target, FakeDeployer> deployers = new LinkedHashMap<>();
  private final Deque<RunScript> scripts = new ArrayDeque<>();
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final List<Submission> submissions = new ArrayList<>();
  private int lastId;
  private final Set<String> resumptions = new LinkedHashSet<>();
  private int submitCalls;
  private Duration visibleAfter = Duration.ZERO;

  /** Creates a backend whose runs take time by a clock, with a registry of its own. */
  public FakeBackend(Clock clock) {
    this.clock = requireNonNull(clock);
    this.registry = new InMemoryModelRegistry(clock);
  }

  /** Sets the script of runs without one of their own. */
  public synchronized FakeBackend nextRun(RunScript script) {
    scripts.add(script);
    return this;
  }

  /**
   * Makes runs visible to all questions only some time after they were submitted, as a service does
   * whose reads lag behind its writes. Until then a repeated key starts a second run.
   */
  public synchronized FakeBackend visibleAfter(Duration delay) {
    visibleAfter = delay;
    return this;
  }

  private boolean isVisible(Run run) {
    return !clock.instant().isBefore(run.started().plus(visibleAfter));
  }

  @Override
  public synchronized Duration visibleWithin() {
    return visibleAfter;
  }

  /** Returns the submissions that started a run, in order, without repeats of a key. */
  public synchronized List<Submission> submissions() {
    return List.copyOf(submissions);
  }

  /** Returns how often {@link #submit} was called. */
  public synchronized int submitCalls() {
    return submitCalls;
  }

  /** Starts a run from elsewhere, as a console or a native schedule would. */
  public synchronized String startElsewhere(Pipeline pipeline, RunScript script) {
    return start(Optional.empty(), pipeline, Map.of(), false, script);
  }

  /** Starts a second run of a key, as a faulty tool would. */
  public synchronized String duplicate(RunKey key, RunScript script) {
    Run original = byKey(key).orElseThrow();
    return start(Optional.of(key), original.pipeline(), original.tags(), original.trial(), script);
  }

  /** Removes a run, as when it is deleted at the service. */
  public synchronized void forget(String nativeId) {
    runs.remove(nativeId);
  }

  /** Ends a run now, regardless of its script. */
  public synchronized void end(String nativeId, RunStatus status) {
    runs.computeIfPresent(nativeId, (id, run) -> run.cutTo(status));
  }

  /** Returns the native ids of all runs, oldest first. */
  public synchronized List<String> nativeIds() {
    return List.copyOf(runs.keySet());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Translator translator() {
    return FakeTranslator.allNative();
  }

  @Override
  public synchronized RunHandle submit(Submission submission) {
    submitCalls++;
    RunKey key = submission.key();
    return find(key)
        .orElseGet(
            () -> {
              submissions.add(submission);
              return new RunHandle(
                  key,
                  start(
                      Optional.of(key),
                      submission.pipeline(),
                      submission.tags(),
                      submission.isTrial(),
                      nextScript()));
            });
  }

  private String start(
      Optional<RunKey> key,
      Pipeline pipeline,
      Map<String, String> tags,
      boolean trial,
      RunScript script) {
    String id = "run-" + ++lastId;
    runs.put(
        id,
        new Run(
            id,
            key,
            pipeline,
            tags,
            trial,
            clock.instant(),
            script,
            clock.instant(),
            Optional.empty()));
    return id;
  }

  @Override
  public synchronized Optional<RunHandle> find(RunKey key) {
    return byKey(key).map(run -> new RunHandle(key, run.nativeId()));
  }

  private Optional<Run> byKey(RunKey key) {
    return runs.values().stream()
        .filter(run -> run.key().equals(Optional.of(key)) && isVisible(run))
        .findFirst();
  }

  @Override
  public synchronized RunStatus status(RunHandle handle) {
    Run run = runs.get(handle.nativeId());
    return run == null || !isVisible(run)
        ? new RunStatus.Lost("the fake knows no run " + handle.nativeId())
        : status(run);
  }

  private RunStatus status(Run run) {
    if (run.cut().isPresent()) {
      return run.cut().get();
    }
    if (clock.instant().isBefore(run.begun().plus(run.script().takes()))) {
      return new RunStatus.Running();
    }
    return run.script().ending() instanceof RunScript.Succeeds well
        ? succeeded(run, well)
        : ((RunScript.Ends) run.script().ending()).status();
  }

  private RunStatus succeeded(Run run, RunScript.Succeeds well) {
    Optional<ModelVersion> registered =
        run.pipeline()
            .gate()
            .filter(gate -> !run.trial())
            .map(gate -> register(run, gate.registration(), well));
    return new RunStatus.Succeeded(
        new RunStatus.RunOutputs(well.artifacts(), well.metrics(), registered));
  }

  /** Registers once per run, as a step of the run would have done before it ended. */
  private ModelVersion register(Run run, Registration wanted, RunScript.Succeeds well) {
    String name = run.key().map(RunKey::value).orElse(run.nativeId());
    return registry.register(
        ModelRegistration.of(
                wanted.modelName(), name, URI.create("fake:/" + run.nativeId() + "/model"))
            .servedBy(wanted.serving())
            .withTags(run.tags())
            .withTags(well.tags()));
  }

  /** Returns the steps, one after the other, each as long as the others. */
  @Override
  public synchronized List<StepRun> steps(RunHandle handle) {
    Run run = runs.get(handle.nativeId());
    if (run == null) {
      return List.of();
    }
    List<StepRun> steps = new ArrayList<>();
    List<Step> all = run.pipeline().steps();
    Duration share = run.script().takes().dividedBy(Math.max(1, all.size()));
    for (Step step : all) {
      Instant started = run.started().plus(share.multipliedBy(steps.size()));
      steps.add(step(step.name(), status(run), started, started.plus(share)));
    }
    return steps;
  }

  private StepRun step(String name, RunStatus status, Instant started, Instant ended) {
    boolean failed = status instanceof RunStatus.Failed bad && bad.step().equals(Optional.of(name));
    if (!failed && started.isAfter(clock.instant())) {
      return new StepRun(
          name, StepRun.State.PENDING, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }
    StepRun.State state =
        failed
            ? StepRun.State.FAILED
            : ended.isAfter(clock.instant()) ? StepRun.State.RUNNING : StepRun.State.SUCCEEDED;
    return new StepRun(
        name,
        state,
        1,
        Optional.of(started),
        state == StepRun.State.RUNNING ? Optional.empty() : Optional.of(ended),
        Optional.empty());
  }

  @Override
  public synchronized void cancel(RunHandle handle) {
    Run run = runs.get(handle.nativeId());
    if (run != null && !status(run).terminal()) {
      end(handle.nativeId(), new RunStatus.Cancelled());
    }
  }

  /** Continues a failed run by the next script; without one it then ends well at once. */
  @Override
  public synchronized void resume(RunHandle handle, String request) {
    Run run = runs.get(handle.nativeId());
    if (run == null) {
      throw new PermanentFailure("the fake knows no run " + handle.nativeId());
    }
    if (status(run) instanceof RunStatus.Failed && resumptions.add(request)) {
      runs.put(run.nativeId(), run.resumed(nextScript(), clock.instant()));
    }
  }

  /** Returns the names of the requests that resumed a run, in order. */
  public synchronized List<String> resumptions() {
    return List.copyOf(resumptions);
  }

  private RunScript nextScript() {
    return scripts.isEmpty() ? RunScript.succeeds(Map.of()) : scripts.remove();
  }

  @Override
  public synchronized RunPage runs(String model, Instant since, Optional<String> page) {
    List<RunSummary> found = new ArrayList<>();
    for (Run run : runs.values()) {
      if (RunSummary.model(run.pipeline()).equals(model)
          && !run.started().isBefore(since)
          && isVisible(run)) {
        found.add(
            0,
            new RunSummary(
                    run.nativeId(),
                    run.key(),
                    run.pipeline().name(),
                    run.started(),
                    status(run),
                    run.tags())
                .of(run.pipeline()));
      }
    }
    return RunPage.all(found);
  }

  @Override
  public ModelRegistry registry() {
    return registry;
  }

  /** Returns the fake deployer of a target, made at the first call. */
  public synchronized FakeDeployer fakeDeployer(Target target) {
    return deployers.computeIfAbsent(target, t -> new FakeDeployer());
  }

  @Override
  public Optional<Deployer> deployer(Target target) {
    return target instanceof Target.Endpoint ? Optional.of(fakeDeployer(target)) : Optional.empty();
  }

  /** Schedules that are kept and never come due by themselves. */
  @Override
  public Optional<Schedules> schedules() {
    return Optional.of(schedules);
  }

  @Override
  public void close() {}
}
