package dev.retrain.example.queue;

import dev.retrain.api.document.Node;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs pipelines as jobs of a queue. The run's key is the job's id, so one key is one job. */
final class QueueBackend implements Backend {

  private final QueueSettings settings;
  private final QueueClient client;
  private final QueueTranslator translator = new QueueTranslator(QueueBackendProvider.NAME);
  private final ModelRegistry registry;

  QueueBackend(QueueSettings settings, QueueClient client, Clock clock) {
    this.settings = settings;
    this.client = client;
    this.registry = new FolderRegistry(settings.artifactRoot().resolve(".registry"), clock);
  }

  @Override
  public String name() {
    return QueueBackendProvider.NAME;
  }

  @Override
  public Translator translator() {
    return translator;
  }

  // region submit
  @Override
  public RunHandle submit(Submission submission) {
    Pipeline pipeline = submission.pipeline();
    translator.preflight(pipeline).and(submission.tagProblems()).orThrow(name(), pipeline);
    Map<String, Node> job = new TreeMap<>(((Node.Mapping) QueueTranslator.job(pipeline)).entries());
    job.put("parameters", texts(parameters(submission)));
    job.put("labels", texts(submission.tags()));
    job.put("pipeline", pipeline.toNode());
    submission.champion().ifPresent(c -> job.put("champion", Node.of(c.artifact().toString())));
    client.create(submission.key().value(), Node.of(job));
    return handle(submission.key());
  }

  @Override
  public Optional<RunHandle> find(RunKey key) {
    return client.job(key.value()).map(job -> handle(key));
  }

  private static RunHandle handle(RunKey key) {
    return new RunHandle(key, key.value());
  }

  private static Map<String, String> parameters(Submission submission) {
    Map<String, String> all = new TreeMap<>(submission.parameters());
    all.put(Parameter.RETRAIN_MODE, submission.mode().parameter());
    all.put(Parameter.RUN_KEY, submission.key().value());
    all.put(Parameter.DATA_VERSION, submission.dataVersion());
    all.put(Parameter.SAMPLE, Node.of(submission.sample()).toString());
    all.put(Parameter.TRIAL, Boolean.toString(submission.isTrial()));
    return all;
  }

  // endregion submit

  // region status
  @Override
  public RunStatus status(RunHandle run) {
    return client
        .job(run.nativeId())
        .map(this::status)
        .orElseGet(() -> new RunStatus.Lost("the queue has no job " + run.nativeId()));
  }

  private RunStatus status(Json job) {
    String state = job.text("state");
    return switch (state) {
      case "queued" -> new RunStatus.Pending();
      case "running" -> new RunStatus.Running();
      case "done" -> judged(job);
      case "failed" -> failed(job);
      case "cancelled" -> new RunStatus.Cancelled();
      default -> new RunStatus.Unknown(state);
    };
  }

  /** Returns what follows from the gate, which this process judges; registers nothing. */
  private RunStatus judged(Json job) {
    return folders(job).status(registry);
  }

  private FolderRun folders(Json job) {
    Pipeline pipeline = Pipeline.fromNode(job.at("pipeline").node());
    String id = job.text("id");
    Path folder = settings.artifactRoot().resolve(pipeline.name()).resolve(id);
    return new FolderRun(pipeline, new RunKey(id), folder, isTrial(job));
  }

  // endregion status

  // region conclude
  /** Registers the model once its gate has passed; the registry knows the run, so once per run. */
  @Override
  public void conclude(RunHandle run) {
    client
        .job(run.nativeId())
        .filter(job -> job.text("state").equals("done"))
        .ifPresent(job -> folders(job).register(registry));
    Backend.super.conclude(run);
  }

  /** A trial runs to its gate and registers nothing. */
  private static boolean isTrial(Json job) {
    return job.at("parameters")
        .find(Parameter.TRIAL)
        .map(Json::text)
        .filter("true"::equals)
        .isPresent();
  }

  // endregion conclude

  private static RunStatus failed(Json job) {
    for (Json task : job.at("tasks").list()) {
      if (task.text("state").equals("failed")) {
        return new RunStatus.Failed(
            Optional.of(task.text("name")),
            task.text("message"),
            task.list("tail").stream().map(Json::text).toList(),
            List.of());
      }
    }
    return new RunStatus.Failed(Optional.empty(), "the queue reports failed", List.of(), List.of());
  }

  @Override
  public List<StepRun> steps(RunHandle run) {
    return client
        .job(run.nativeId())
        .map(job -> job.at("tasks").list().stream().map(QueueBackend::step).toList())
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

  @Override
  public void cancel(RunHandle run) {
    client.cancel(run.nativeId());
  }

  @Override
  public RunPage runs(String model, Instant since, Optional<String> page) {
    List<RunSummary> found = new ArrayList<>();
    for (Json job : client.jobs(model)) {
      Instant created = job.at("created").instant();
      if (!created.isBefore(since)) {
        Map<String, String> tags = new TreeMap<>();
        job.at("labels").entries().forEach((key, value) -> tags.put(key, value.text()));
        String id = job.text("id");
        Pipeline pipeline = Pipeline.fromNode(job.at("pipeline").node());
        found.add(
            new RunSummary(
                    id, Optional.of(new RunKey(id)), pipeline.name(), created, status(job), tags)
                .of(pipeline));
      }
    }
    return RunPage.all(found);
  }

  @Override
  public ModelRegistry registry() {
    return registry;
  }

  @Override
  public Optional<Deployer> deployer(Target target) {
    return Optional.empty();
  }

  @Override
  public void close() {}

  private static Node texts(Map<String, String> all) {
    Map<String, Node> nodes = new TreeMap<>();
    all.forEach((name, value) -> nodes.put(name, Node.of(value)));
    return Node.of(nodes);
  }
}
