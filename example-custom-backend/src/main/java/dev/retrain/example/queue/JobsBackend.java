package dev.retrain.example.queue;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.rollout.Target;
import dev.retrain.http.Json;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunPage;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.FolderRegistry;
import dev.retrain.steps.outcome.FolderRun;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs pipelines as runs of an asynchronous job service, which accepts a run before it shows it.
 * The run's key is the run's name, which the service takes once; a label with the key tells our
 * runs from those of strangers.
 */
final class JobsBackend implements Backend {

  private static final String KEY = "retrain.key";
  private static final String MODEL = "retrain.model";

  private final JobsSettings settings;
  private final JobsClient client;
  private final Clock clock;
  private final QueueTranslator translator = new QueueTranslator(JobsBackendProvider.NAME);
  private final ModelRegistry registry;

  /** When this process had runs accepted: gives their status a better word, decides nothing. */
  private final Map<String, Instant> accepted = new ConcurrentHashMap<>();

  JobsBackend(JobsSettings settings, JobsClient client, Clock clock) {
    this.settings = settings;
    this.client = client;
    this.clock = clock;
    this.registry = new FolderRegistry(settings.artifactRoot().resolve(".registry"), clock);
  }

  @Override
  public String name() {
    return JobsBackendProvider.NAME;
  }

  @Override
  public Translator translator() {
    return translator;
  }

  @Override
  public ModelRegistry registry() {
    return registry;
  }

  @Override
  public Optional<Deployer> deployer(Target target) {
    return Optional.empty();
  }

  // region async-submit
  /**
   * Returns when the service has accepted the run. Where its name is taken, by an earlier call of
   * ours or by a stranger, a run that is shown is compared; one that is not shown yet is taken for
   * ours, and {@link #status} reports it lost if it turns out to be a stranger's.
   */
  @Override
  public RunHandle submit(Submission submission) {
    Pipeline pipeline = submission.pipeline();
    translator.preflight(pipeline).and(submission.tagProblems()).orThrow(name(), pipeline);
    RunHandle run = handle(submission.key());
    if (!client.create(definition(submission))
        && client.run(run.nativeId()).filter(taken -> !isOurs(taken)).isPresent()) {
      throw new PermanentFailure(
          "cannot create the run " + run.nativeId() + ": a run that is not retrain's has its name",
          FailureContext.hint("delete that run, or submit another attempt"),
          null);
    }
    remember(run);
    return run;
  }

  @Override
  public Optional<RunHandle> find(RunKey key) {
    return ours(handle(key)).map(run -> handle(key));
  }

  private Optional<Json> ours(RunHandle run) {
    return client.run(run.nativeId()).filter(JobsBackend::isOurs);
  }

  /** Returns whether a run has the label that {@link #submit} gives to a run of its name. */
  private static boolean isOurs(Json run) {
    return run.at("labels").find(KEY).map(Json::text).filter(run.text("id")::equals).isPresent();
  }

  // endregion async-submit

  private static RunHandle handle(RunKey key) {
    return new RunHandle(key, key.value());
  }

  private static Node definition(Submission submission) {
    Pipeline pipeline = submission.pipeline();
    Map<String, String> parameters = new TreeMap<>(submission.parameters());
    parameters.put(Parameter.RETRAIN_MODE, submission.mode().parameter());
    parameters.put(Parameter.RUN_KEY, submission.key().value());
    parameters.put(Parameter.DATA_VERSION, submission.dataVersion());
    parameters.put(Parameter.SAMPLE, Node.of(submission.sample()).toString());
    parameters.put(Parameter.TRIAL, Boolean.toString(submission.isTrial()));
    Map<String, String> labels = new TreeMap<>(submission.tags());
    labels.put(KEY, submission.key().value());
    labels.put(MODEL, RunSummary.model(pipeline));
    Map<String, Node> run = new TreeMap<>(((Node.Mapping) QueueTranslator.job(pipeline)).entries());
    run.put("id", Node.of(submission.key().value()));
    run.put("parameters", texts(parameters));
    run.put("labels", texts(labels));
    run.put("pipeline", pipeline.toNode());
    submission.champion().ifPresent(c -> run.put("champion", Node.of(c.artifact().toString())));
    return Node.of(run);
  }

  private static Node texts(Map<String, String> all) {
    Map<String, Node> nodes = new TreeMap<>();
    all.forEach((name, value) -> nodes.put(name, Node.of(value)));
    return Node.of(nodes);
  }

  // region async-status
  @Override
  public Duration visibleWithin() {
    return settings.visibleWithin();
  }

  @Override
  public RunStatus status(RunHandle run) {
    Optional<Json> shown = client.run(run.nativeId());
    if (shown.isPresent()) {
      return isOurs(shown.get())
          ? status(shown.get())
          : new RunStatus.Lost("the run " + run.nativeId() + " is not retrain's");
    }
    return isAccepted(run)
        ? new RunStatus.Accepted()
        : new RunStatus.Lost("the job service shows no run " + run.nativeId());
  }

  @Override
  public void cancel(RunHandle run) {
    if (ours(run).isPresent()) {
      client.cancel(run.nativeId());
    } else if (isAccepted(run)) {
      throw new TransientFailure(
          "cannot cancel the run " + run.nativeId() + ": the job service does not show it yet");
    }
  }

  private void remember(RunHandle run) {
    accepted.keySet().removeIf(name -> !isAccepted(name));
    accepted.put(run.nativeId(), clock.instant());
  }

  private boolean isAccepted(RunHandle run) {
    return isAccepted(run.nativeId());
  }

  private boolean isAccepted(String name) {
    Instant at = accepted.get(name);
    return at != null && clock.instant().isBefore(at.plus(visibleWithin()));
  }

  // endregion async-status

  private RunStatus status(Json run) {
    String state = run.text("state");
    return switch (state) {
      case "queued" -> new RunStatus.Pending();
      case "running" -> new RunStatus.Running();
      case "done" -> folders(run).status(registry);
      case "failed" -> failed(run);
      case "cancelled" -> new RunStatus.Cancelled();
      default -> new RunStatus.Unknown(state);
    };
  }

  private FolderRun folders(Json run) {
    Pipeline pipeline = Pipeline.fromNode(run.at("pipeline").node());
    String id = run.text("id");
    Path folder = settings.artifactRoot().resolve(pipeline.name()).resolve(id);
    return new FolderRun(
        pipeline,
        new RunKey(id),
        folder,
        Boolean.parseBoolean(run.at("parameters").text(Parameter.TRIAL)));
  }

  private static RunStatus failed(Json run) {
    for (Json task : run.at("tasks").list()) {
      if (task.text("state").equals("failed")) {
        return new RunStatus.Failed(
            Optional.of(task.text("name")),
            task.text("message"),
            task.list("tail").stream().map(Json::text).toList(),
            List.of());
      }
    }
    return new RunStatus.Failed(Optional.empty(), "it reports failed", List.of(), List.of());
  }

  @Override
  public void conclude(RunHandle run) {
    ours(run)
        .filter(shown -> shown.text("state").equals("done"))
        .ifPresent(shown -> folders(shown).register(registry));
    Backend.super.conclude(run);
  }

  @Override
  public List<StepRun> steps(RunHandle run) {
    return ours(run)
        .map(shown -> shown.at("tasks").list().stream().map(JobsBackend::step).toList())
        .orElse(List.of());
  }

  private static StepRun step(Json task) {
    StepRun.State state =
        switch (task.text("state")) {
          case "queued" -> StepRun.State.PENDING;
          case "running" -> StepRun.State.RUNNING;
          case "done" -> StepRun.State.SUCCEEDED;
          case "failed" -> StepRun.State.FAILED;
          case "cancelled" -> StepRun.State.CANCELLED;
          default -> StepRun.State.SKIPPED;
        };
    Optional<Instant> started = task.find("began").map(Json::instant);
    return new StepRun(
        task.text("name"),
        state,
        started.isPresent() ? 1 : 0,
        started,
        task.find("ended").map(Json::instant),
        task.find("message").map(Json::text));
  }

  // region async-runs
  /** Returns one page of the service; runs of strangers have no label of ours and are left out. */
  @Override
  public RunPage runs(String model, Instant since, Optional<String> cursor) {
    Json page = client.runs(MODEL, model, cursor);
    List<RunSummary> found =
        page.at("runs").list().stream()
            .filter(JobsBackend::isOurs)
            .map(this::summary)
            .filter(run -> !run.started().isBefore(since))
            .toList();
    return new RunPage(found, page.find("next").map(Json::text));
  }

  // endregion async-runs

  private RunSummary summary(Json run) {
    String id = run.text("id");
    Map<String, String> tags = new TreeMap<>();
    run.at("labels").entries().forEach((key, value) -> tags.put(key, value.text()));
    Pipeline pipeline = Pipeline.fromNode(run.at("pipeline").node());
    return new RunSummary(
            id,
            Optional.of(new RunKey(id)),
            pipeline.name(),
            run.at("created").instant(),
            status(run),
            tags)
        .of(pipeline);
  }

  /** Releases nothing: connections are shared and end by themselves. Runs go on. */
  @Override
  public void close() {}
}
