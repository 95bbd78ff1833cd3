package dev.retrain.testkit.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.GateResult;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.pipeline.Wiring;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.StepRun.State;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.registry.ModelRegistration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of the small backend: a thread that calls the steps one after the other. */
final class SmallRun {

  /** Time limits are cut so that the kit's own tests do not wait. */
  private static final int FASTER = 5;

  private static final int TAIL = 20;

  final RunHandle handle;
  private final SmallService service;
  private final Submission submission;
  private final Instant created;
  private final Map<String, StepRun> steps = new LinkedHashMap<>();
  private final Set<String> requests = new HashSet<>();
  private Thread thread = new Thread(this::work, "small-run");
  private RunStatus status = new RunStatus.Pending();
  private boolean cancelled;

  SmallRun(SmallService service, Submission submission, RunHandle handle, Instant created) {
    this.service = service;
    this.submission = submission;
    this.handle = handle;
    this.created = created;
    submission.pipeline().steps().forEach(step -> mark(step, State.PENDING, 0, Optional.empty()));
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether a resumed run begins with its first step, which a test may break it with. */
  static volatile boolean startsOver;

  synchronized void resume(String request) {
    if (status instanceof RunStatus.Failed && requests.add(request)) {
      status = new RunStatus.Pending();
      thread = new Thread(this::work, "small-run");
      start();
    }
  }

  private synchronized boolean hasEndedWell(Step step) {
    return !startsOver && steps.get(step.name()).state() == State.SUCCEEDED;
  }

  synchronized RunStatus status() {
    return status;
  }

  synchronized List<StepRun> steps() {
    return List.copyOf(steps.values());
  }

  synchronized RunSummary summary() {
    return new RunSummary(
            handle.nativeId(),
            Optional.of(handle.key()),
            submission.pipeline().name(),
            created,
            status,
            submission.tags())
        .of(submission.pipeline());
  }

  synchronized void cancel() {
    if (!status.terminal()) {
      cancelled = true;
      thread.interrupt();
    }
  }

  private synchronized void end(RunStatus last) {
    boolean over = cancelled;
    steps.replaceAll((name, run) -> run.state() == State.PENDING ? skipped(run) : run);
    status = over ? new RunStatus.Cancelled() : last;
  }

  private static StepRun skipped(StepRun run) {
    return new StepRun(
        run.step(), State.SKIPPED, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private synchronized void mark(Step step, State state, int attempts, Optional<String> message) {
    Optional<Instant> started =
        state == State.PENDING ? Optional.empty() : Optional.of(service.clock.instant());
    Optional<Instant> ended = state == State.RUNNING ? Optional.empty() : started;
    steps.put(step.name(), new StepRun(step.name(), state, attempts, started, ended, message));
  }

  private void work() {
    synchronized (this) {
      status = new RunStatus.Running();
    }
    try {
      for (Step step : submission.pipeline().steps()) {
        Optional<RunStatus.Failed> failed = hasEndedWell(step) ? Optional.empty() : run(step);
        if (failed.isPresent()) {
          end(failed.get());
          return;
        }
      }
      end(conclusion());
    } catch (IOException | RuntimeException e) {
      end(new RunStatus.Failed(Optional.empty(), e.toString(), List.of(), List.of()));
    }
  }

  private Optional<RunStatus.Failed> run(Step step) throws IOException {
    int attempts = step.task().execution().retry().attempts();
    for (int attempt = 1; ; attempt++) {
      mark(step, State.RUNNING, attempt, Optional.empty());
      ByteArrayOutputStream log = new ByteArrayOutputStream();
      String ended = attempt(step, new PrintStream(log, true, UTF_8));
      if (ended.isEmpty()) {
        mark(step, State.SUCCEEDED, attempt, Optional.empty());
        return Optional.empty();
      }
      if (isCancelled()) {
        mark(step, State.CANCELLED, attempt, Optional.empty());
        return Optional.of(failed(step, ended, log));
      }
      if (attempt == attempts) {
        mark(step, State.FAILED, attempt, Optional.of(ended));
        return Optional.of(failed(step, ended, log));
      }
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private static RunStatus.Failed failed(Step step, String why, ByteArrayOutputStream log) {
    List<String> lines = log.toString(UTF_8).lines().toList();
    return new RunStatus.Failed(
        Optional.of(step.name()),
        why,
        lines.subList(Math.max(0, lines.size() - TAIL), lines.size()),
        List.of());
  }

  /** Returns what went wrong; empty when nothing did. */
  private String attempt(Step step, PrintStream log) throws IOException {
    List<String> words = new ArrayList<>(((Program.Container) step.task().program()).command());
    for (Artifact<?> written : step.task().wiring().writes()) {
      Files.createDirectories(folder(step, written.name()));
    }
    step.task().arguments().forEach(arg -> words.add(arg.accept(new Values(step))));
    Map<String, String> environment = new TreeMap<>(step.task().execution().environment());
    step.task()
        .execution()
        .secrets()
        .forEach((name, secret) -> environment.put(name, service.secrets.get(secret.name())));
    Map<String, Node.Scalar> hyperparameters = step.task().wiring().hyperparameters();
    if (!hyperparameters.isEmpty()) {
      environment.put(ContainerTask.HYPERPARAMETERS_VARIABLE, Wiring.json(hyperparameters));
    }
    FutureTask<Integer> call = new FutureTask<>(() -> StepProgram.run(words, environment, log));
    Thread worker = new Thread(call, "small-step");
    worker.setDaemon(true);
    worker.start();
    try {
      long limit =
          step.task().execution().timeout().map(t -> t.toMillis() / FASTER).orElse(600_000L);
      int code = call.get(limit, TimeUnit.MILLISECONDS);
      return code == 0 ? "" : "exit code " + code;
    } catch (TimeoutException | InterruptedException e) {
      worker.interrupt();
      return "stopped: " + e.getClass().getSimpleName();
    } catch (ExecutionException e) {
      e.getCause().printStackTrace(log);
      return "exit code 1";
    }
  }

  private Path folder(Step step, String artifact) {
    return service
        .folder
        .resolve(submission.pipeline().name())
        .resolve(handle.key().value())
        .resolve(step.name())
        .resolve(artifact);
  }

  private RunStatus conclusion() throws IOException {
    Pipeline pipeline = submission.pipeline();
    Map<String, URI> artifacts = new TreeMap<>();
    Map<String, Double> metrics = new TreeMap<>();
    for (Step step : pipeline.steps()) {
      for (Artifact<?> written : step.task().wiring().writes()) {
        artifacts.put(written.name(), folder(step, written.name()).toUri());
        if (written.kind() == ArtifactKind.METRICS && pipeline.gate().isEmpty()) {
          metrics(step, written.name())
              .forEach((name, value) -> metrics.put(written.name() + "." + name, value));
        }
      }
    }
    if (pipeline.gate().isEmpty()) {
      return new RunStatus.Succeeded(
          new RunStatus.RunOutputs(artifacts, metrics, Optional.empty()));
    }
    Gate gate = pipeline.gate().get();
    Map<String, Map<String, Double>> judged = new TreeMap<>();
    for (Artifact<?> artifact : gate.artifacts()) {
      Step writer = pipeline.writerOf(artifact.name()).orElseThrow();
      judged.put(artifact.name(), metrics(writer, artifact.name()));
    }
    GateResult result = gate.condition().evaluate(gate.metrics().name(), judged);
    return result.passed()
        ? new RunStatus.Succeeded(
            new RunStatus.RunOutputs(
                artifacts,
                result.metrics(),
                submission.isTrial()
                    ? Optional.empty()
                    : Optional.of(
                        register(gate, artifacts.get(gate.registration().model().name())))))
        : RunStatus.notPassed(result);
  }

  private Map<String, Double> metrics(Step step, String artifact) throws IOException {
    Map<String, Double> all = new TreeMap<>();
    Path file = folder(step, artifact).resolve("metrics.json");
    ((Node.Mapping) Documents.parse(Files.readString(file), "metrics.json"))
        .entries()
        .forEach((name, value) -> all.put(name, ((Node.Num) value).value().doubleValue()));
    return all;
  }

  private ModelVersion register(Gate gate, URI model) {
    String name = gate.registration().modelName();
    return service.registry.register(
        ModelRegistration.of(name, handle.key().value(), model)
            .withProfile(profile())
            .servedBy(gate.registration().serving()));
  }

  private Optional<URI> profile() {
    return submission.pipeline().steps().stream()
        .flatMap(
            step ->
                step.task().wiring().writes().stream()
                    .filter(written -> written.kind() == ArtifactKind.PROFILE)
                    .map(written -> folder(step, written.name()).toUri()))
        .findFirst();
  }

  private final class Values implements Arg.Visitor<String> {
    private final Step step;

    Values(Step step) {
      this.step = step;
    }

    @Override
    public String literal(Arg.Literal literal) {
      return literal.text();
    }

    @Override
    public String in(Arg.In in) {
      if (in.artifact().equals(Artifact.CHAMPION)) {
        return submission
            .champion()
            .map(version -> Path.of(version.artifact()))
            .orElseGet(() -> made(service.folder.resolve("no-champion")))
            .toString();
      }
      Step writer = submission.pipeline().writerOf(in.artifact()).orElseThrow();
      return folder(writer, in.artifact()).toString();
    }

    @Override
    public String out(Arg.Out out) {
      return folder(step, out.artifact()).toString();
    }

    @Override
    public String param(Arg.Param param) {
      return switch (param.name()) {
        case Parameter.RETRAIN_MODE -> submission.mode().parameter();
        case Parameter.RUN_KEY -> handle.key().value();
        case Parameter.DATA_VERSION -> submission.dataVersion();
        case Parameter.SAMPLE -> Node.of(submission.sample()).toString();
        default -> submission.parameters().get(param.name());
      };
    }

    @Override
    public String hyperparameters(Arg.Hyperparameters file) {
      Path path = made(folder(step, "x").getParent()).resolve("hyperparameters.json");
      try {
        Map<String, Node> all = new TreeMap<>(step.task().wiring().hyperparameters());
        Files.writeString(path, Documents.json(Node.of(all)));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return path.toString();
    }

    private Path made(Path path) {
      try {
        return Files.createDirectories(path);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
