package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.LoopbackRun;
import dev.retrain.testkit.loopback.LoopbackStep;
import dev.retrain.testkit.loopback.RefusedDefinition;
import dev.retrain.testkit.loopback.StepEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A container of a run: what the launcher does around its command. */
final class ContainerTask {

  private final IrRun run;
  private final String path;
  private final Component component;
  private final Deployed.Container container;
  private final Outputs given;
  private final String place;

  ContainerTask(
      IrRun run, String path, Component component, Deployed.Container container, Outputs given) {
    this.run = run;
    this.path = path;
    this.component = component;
    this.container = container;
    this.given = given;
    IrRequest request = run.request();
    this.place =
        String.join("/", request.root(), request.definition().name(), request.runId(), path);
  }

  /** Runs until an attempt ends well or none is left. */
  TaskEnd run(Task task) {
    String fingerprint = fingerprint();
    Optional<Outputs> former =
        task.cached() ? run.interpreter().remembered(fingerprint) : Optional.empty();
    if (former.isPresent()) {
      return TaskEnd.cached(former.get());
    }
    TaskEnd end = attempt(1);
    for (int more = 1; more <= task.retries() && end.state() == IrTaskState.FAILED; more++) {
      end = attempt(1 + more);
    }
    if (end.state() == IrTaskState.SUCCEEDED) {
      run.interpreter().remember(fingerprint, end.outputs());
    }
    return end;
  }

  /** What the cache goes by: never what lies behind an address. */
  private String fingerprint() {
    Map<String, Node> inputs = new TreeMap<>(given.parameters());
    given
        .artifacts()
        .forEach((name, artifact) -> inputs.put("uri " + name, Node.of(artifact.uri())));
    return String.join(
        "\n",
        container.image(),
        container.words().toString(),
        Documents.canonicalJson(Node.of(inputs)),
        component.givenParameters().keySet().toString(),
        component.givenArtifacts().keySet().toString());
  }

  private TaskEnd attempt(int number) {
    run.show(path, before -> before.running(number, run.interpreter().clock().instant()));
    Path notes = folder(place + "/executor-output").resolve(Integer.toString(number));
    try {
      Files.createDirectories(notes);
      for (String artifact : component.givenArtifacts().keySet()) {
        Files.createDirectories(folder(uri(artifact)).getParent());
      }
      LoopbackRun started = run.interpreter().executor().start(step(notes));
      run.containing(started);
      StepEnd end = started.whenEnded().toCompletableFuture().join();
      run.contained(started);
      return ended(end, notes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TaskEnd ended(StepEnd end, Path notes) throws IOException {
    if (end.how() == StepEnd.How.CANCELLED) {
      return TaskEnd.cancelled(end.log());
    }
    if (!end.succeeded()) {
      String how =
          end.how() == StepEnd.How.EXITED ? "exited with code " + end.exitCode() : "" + end.how();
      return TaskEnd.failed("the container " + how, end.log());
    }
    try {
      return TaskEnd.well(new ExecutorOutput(component, this::uri).read(notes), end.log());
    } catch (RefusedDefinition wrong) {
      return TaskEnd.failed(String.valueOf(wrong.getMessage()), end.log());
    }
  }

  private LoopbackStep step(Path notes) {
    List<String> words =
        container.words().stream()
            .map(word -> Markers.replace(word, marker -> value(marker, notes)))
            .toList();
    Map<String, String> environment = new TreeMap<>(container.environment());
    container
        .secrets()
        .forEach(
            (variable, secret) ->
                environment.put(
                    variable,
                    run.interpreter()
                        .secret(secret)
                        .orElseThrow(
                            () ->
                                new RefusedDefinition(
                                    "there is no entry "
                                        + secret.key()
                                        + " of a secret "
                                        + secret.name()))));
    return new LoopbackStep(
        path, container.image(), words, environment, Map.of(), container.deadline());
  }

  private String value(Markers.Marker marker, Path notes) {
    String key = marker.key();
    return switch (marker.of()) {
      case ALL -> Documents.canonicalJson(ExecutorOutput.input(given, component, notes, this::uri));
      case INPUT_PARAMETER ->
          Optional.ofNullable(given.parameters().get(key)).map(ParameterKind::text).orElse("");
      case INPUT_URI -> artifact(key).uri();
      case INPUT_PATH -> folder(artifact(key).uri()).toString();
      case OUTPUT_URI -> uri(key);
      case OUTPUT_PATH -> folder(uri(key)).toString();
      case OUTPUT_FILE -> notes.resolve(key).toString();
    };
  }

  private IrArtifact artifact(String key) {
    IrArtifact artifact = given.artifacts().get(key);
    if (artifact == null) {
      throw new RefusedDefinition("the artifact " + key + " does not exist");
    }
    return artifact;
  }

  private String uri(String artifact) {
    return place + "/" + artifact;
  }

  private Path folder(String uri) {
    return run.interpreter().executor().folders().folder(uri);
  }
}
