package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a PipelineSpec and what goes with it on Kubernetes; refuses what is not known. */
final class DefinitionReader {

  private static final String SCHEMA_VERSION = "2.1.0";

  private final Map<String, DefinitionObject> pods;

  DefinitionReader(Optional<Node> platform) {
    this.pods = platform.map(DefinitionReader::pods).orElse(Map.of());
  }

  IrDefinition read(Node document) {
    DefinitionObject spec = DefinitionObject.of(document, "the definition");
    String version = spec.text("schemaVersion");
    if (!version.equals(SCHEMA_VERSION)) {
      throw new RefusedDefinition("schemaVersion is " + version + ", not " + SCHEMA_VERSION);
    }
    DefinitionObject info = spec.object("pipelineInfo").without("description", "displayName");
    String name = info.text("name");
    info.end();
    Map<String, Component> components = new TreeMap<>();
    spec.objects("components").forEach((key, value) -> components.put(key, component(value)));
    Map<String, Deployed> executors = new TreeMap<>();
    spec.findObject("deploymentSpec")
        .ifPresent(
            deployment -> {
              deployment
                  .objects("executors")
                  .forEach((label, value) -> executors.put(label, deployed(label, value)));
              deployment.end();
            });
    Component root = component(spec.object("root"));
    Optional<String> place = spec.findText("defaultPipelineRoot");
    spec.without("sdkVersion").end();
    return new IrDefinition(name, place, components, executors, root);
  }

  private Component component(DefinitionObject object) {
    DefinitionObject inputs = part(object, "inputDefinitions");
    Map<String, Component.Input> parameters = new TreeMap<>();
    inputs.objects("parameters").forEach((name, value) -> parameters.put(name, input(value)));
    Map<String, String> artifacts = artifacts(inputs);
    inputs.end();
    DefinitionObject outputs = part(object, "outputDefinitions");
    Map<String, ParameterKind> givenParameters = new TreeMap<>();
    outputs.objects("parameters").forEach((name, value) -> givenParameters.put(name, kind(value)));
    Map<String, String> givenArtifacts = artifacts(outputs);
    outputs.end();
    Optional<String> label = object.findText("executorLabel");
    Optional<DefinitionObject> dag = object.findObject("dag");
    object.end();
    if (label.isPresent() == dag.isPresent()) {
      throw new RefusedDefinition(object.where() + " needs either executorLabel or dag");
    }
    Component.Work work =
        label.isPresent()
            ? new Component.Labelled(label.get())
            : new Component.Nested(graph(dag.orElseThrow()));
    return new Component(parameters, artifacts, givenParameters, givenArtifacts, work);
  }

  private static DefinitionObject part(DefinitionObject object, String key) {
    return object
        .findObject(key)
        .orElseGet(() -> DefinitionObject.of(Node.of(Map.<String, Node>of()), key));
  }

  private static Component.Input input(DefinitionObject object) {
    ParameterKind kind = ParameterKind.of(object.text("parameterType"), object.where());
    Optional<Node> fallback = object.find("defaultValue");
    boolean optional = object.flag("isOptional");
    object.without("description").end();
    fallback
        .filter(value -> !kind.takes(value))
        .ifPresent(
            value -> {
              throw new RefusedDefinition(
                  object.where() + " has a default that is " + value.kind() + ", not " + kind);
            });
    return new Component.Input(kind, fallback, optional || fallback.isPresent());
  }

  private static ParameterKind kind(DefinitionObject object) {
    ParameterKind kind = ParameterKind.of(object.text("parameterType"), object.where());
    object.without("description").end();
    return kind;
  }

  private static Map<String, String> artifacts(DefinitionObject definitions) {
    Map<String, String> artifacts = new TreeMap<>();
    definitions
        .objects("artifacts")
        .forEach(
            (name, value) -> {
              artifacts.put(name, schema(value.object("artifactType")));
              value.without("description").end();
            });
    return artifacts;
  }

  private static String schema(DefinitionObject type) {
    String title = type.text("schemaTitle");
    type.without("schemaVersion").end();
    return title;
  }

  private Graph graph(DefinitionObject object) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    object.objects("tasks").forEach((name, value) -> tasks.put(name, task(name, value)));
    DefinitionObject outputs = part(object, "outputs");
    Map<String, Source.Output> parameters = new TreeMap<>();
    outputs
        .objects("parameters")
        .forEach((name, value) -> parameters.put(name, givenParameter(value)));
    Map<String, Source.Output> artifacts = new TreeMap<>();
    outputs
        .objects("artifacts")
        .forEach((name, value) -> artifacts.put(name, givenArtifact(value)));
    outputs.end();
    object.end();
    Graph graph = new Graph(tasks, parameters, artifacts);
    graph.inOrder();
    return graph;
  }

  private static Source.Output givenParameter(DefinitionObject object) {
    Source.Output output =
        output(object.object("valueFromParameter"), "producerSubtask", "outputParameterKey");
    object.end();
    return output;
  }

  private static Source.Output givenArtifact(DefinitionObject object) {
    List<DefinitionObject> selectors = object.list("artifactSelectors");
    if (selectors.size() != 1) {
      throw new RefusedDefinition(
          object.where() + " has " + selectors.size() + " artifactSelectors; one is known");
    }
    object.end();
    return output(selectors.get(0), "producerSubtask", "outputArtifactKey");
  }

  private static Source.Output output(DefinitionObject object, String task, String key) {
    Source.Output output = new Source.Output(object.text(task), object.text(key));
    object.end();
    return output;
  }

  private static Task task(String name, DefinitionObject object) {
    DefinitionObject inputs = part(object, "inputs");
    Set<String> after = new TreeSet<>(object.texts("dependentTasks"));
    Map<String, Source> parameters = new TreeMap<>();
    inputs.objects("parameters").forEach((key, value) -> parameters.put(key, parameter(value)));
    Map<String, Source> artifacts = new TreeMap<>();
    inputs.objects("artifacts").forEach((key, value) -> artifacts.put(key, artifact(value)));
    inputs.end();
    producers(parameters, after);
    producers(artifacts, after);
    DefinitionObject component = object.object("componentRef");
    String called = component.text("name");
    component.end();
    DefinitionObject caching = part(object, "cachingOptions");
    boolean cached = caching.flag("enableCache");
    caching.end();
    DefinitionObject trigger = part(object, "triggerPolicy");
    Optional<Condition> condition = trigger.findText("condition").map(Condition::new);
    boolean whenever = whenever(trigger);
    trigger.end();
    int retries = object.findObject("retryPolicy").map(DefinitionReader::retries).orElse(0);
    object.without("taskInfo").end();
    return new Task(
        name, called, after, parameters, artifacts, condition, whenever, cached, retries);
  }

  private static void producers(Map<String, Source> sources, Set<String> after) {
    for (Source source : sources.values()) {
      if (source instanceof Source.Output output) {
        after.add(output.task());
      } else if (source instanceof Source.FinalStatus status) {
        after.add(status.task());
      }
    }
  }

  private static boolean whenever(DefinitionObject trigger) {
    String strategy = trigger.findText("strategy").orElse("ALL_UPSTREAM_TASKS_SUCCEEDED");
    return switch (strategy) {
      case "ALL_UPSTREAM_TASKS_SUCCEEDED" -> false;
      case "ALL_UPSTREAM_TASKS_COMPLETED" -> true;
      default ->
          throw new RefusedDefinition(trigger.where() + " has the unknown strategy " + strategy);
    };
  }

  private static int retries(DefinitionObject policy) {
    long count = policy.findWhole("maxRetryCount").orElse(0L);
    policy.without("backoffDuration", "backoffFactor", "backoffMaxDuration").end();
    return Math.toIntExact(count);
  }

  private static Source parameter(DefinitionObject object) {
    Optional<String> parent = object.findText("componentInputParameter");
    Optional<DefinitionObject> output = object.findObject("taskOutputParameter");
    Optional<DefinitionObject> value = object.findObject("runtimeValue");
    Optional<DefinitionObject> status = object.findObject("taskFinalStatus");
    object.end();
    List<Source> sources = new ArrayList<>();
    parent.ifPresent(name -> sources.add(new Source.Parent(name)));
    output.ifPresent(from -> sources.add(output(from, "producerTask", "outputParameterKey")));
    value.ifPresent(
        constant -> {
          sources.add(new Source.Constant(constant.get("constant")));
          constant.end();
        });
    status.ifPresent(
        of -> {
          sources.add(new Source.FinalStatus(of.text("producerTask")));
          of.end();
        });
    return single(sources, object);
  }

  private static Source artifact(DefinitionObject object) {
    Optional<String> parent = object.findText("componentInputArtifact");
    Optional<DefinitionObject> output = object.findObject("taskOutputArtifact");
    object.end();
    List<Source> sources = new ArrayList<>();
    parent.ifPresent(name -> sources.add(new Source.Parent(name)));
    output.ifPresent(from -> sources.add(output(from, "producerTask", "outputArtifactKey")));
    return single(sources, object);
  }

  private static Source single(List<Source> sources, DefinitionObject object) {
    if (sources.size() != 1) {
      throw new RefusedDefinition(object.where() + " needs one source, has " + sources.size());
    }
    return sources.get(0);
  }

  private Deployed deployed(String label, DefinitionObject object) {
    Optional<DefinitionObject> container = object.findObject("container");
    Optional<DefinitionObject> importer = object.findObject("importer");
    object.end();
    if (container.isPresent() == importer.isPresent()) {
      throw new RefusedDefinition(object.where() + " needs either container or importer");
    }
    return container.isPresent()
        ? container(container.get(), Optional.ofNullable(pods.get(label)))
        : importer(importer.orElseThrow());
  }

  private static Deployed container(DefinitionObject object, Optional<DefinitionObject> pod) {
    List<String> command = object.texts("command");
    if (command.isEmpty()) {
      throw new RefusedDefinition(object.where() + " has no command");
    }
    if (command.get(0).contains("{{$")) {
      throw new RefusedDefinition(object.where() + " has a marker in the command's first word");
    }
    List<String> words = new ArrayList<>(command);
    words.addAll(object.texts("args"));
    Map<String, String> environment = new TreeMap<>();
    for (DefinitionObject variable : object.list("env")) {
      environment.put(variable.text("name"), variable.findText("value").orElse(""));
      variable.end();
    }
    String image = object.text("image");
    object.without("resources").end();
    Map<String, Deployed.Secret> secrets = new TreeMap<>();
    Optional<Duration> deadline = pod.flatMap(found -> pod(found, secrets));
    return new Deployed.Container(image, words, environment, secrets, deadline);
  }

  private static Optional<Duration> pod(
      DefinitionObject pod, Map<String, Deployed.Secret> secrets) {
    for (DefinitionObject secret : pod.list("secretAsEnv")) {
      String name = secret.text("secretName");
      for (DefinitionObject entry : secret.list("keyToEnv")) {
        secrets.put(entry.text("envVar"), new Deployed.Secret(name, entry.text("secretKey")));
        entry.end();
      }
      secret.without("secretNameParameter", "optional").end();
    }
    Optional<Duration> deadline = pod.findWhole("activeDeadlineSeconds").map(Duration::ofSeconds);
    pod.without("nodeSelector", "tolerations", "podMetadata", "imagePullSecret").end();
    return deadline;
  }

  private static Map<String, DefinitionObject> pods(Node platform) {
    DefinitionObject document = DefinitionObject.of(platform, "the platform document");
    DefinitionObject platforms = document.object("platforms");
    document.end();
    Optional<DefinitionObject> kubernetes = platforms.findObject("kubernetes");
    platforms.end();
    Optional<DefinitionObject> deployment =
        kubernetes.flatMap(found -> found.findObject("deploymentSpec"));
    kubernetes.ifPresent(DefinitionObject::end);
    Map<String, DefinitionObject> pods =
        deployment.map(found -> found.objects("executors")).orElse(Map.of());
    deployment.ifPresent(DefinitionObject::end);
    return pods;
  }

  private static Deployed importer(DefinitionObject object) {
    DefinitionObject address = object.object("artifactUri");
    Optional<Node> constant = address.find("constant");
    Optional<String> parameter = address.findText("runtimeParameter");
    address.end();
    if (constant.isPresent() == parameter.isPresent()) {
      throw new RefusedDefinition(address.where() + " needs either constant or runtimeParameter");
    }
    Source source =
        constant
            .<Source>map(Source.Constant::new)
            .orElseGet(() -> new Source.Parent(parameter.orElseThrow()));
    String schema = schema(object.object("typeSchema"));
    Map<String, Node> metadata = new TreeMap<>();
    object.find("metadata").ifPresent(node -> metadata.putAll(((Node.Mapping) node).entries()));
    object.without("reimport").end();
    return new Deployed.Importer(source, schema, metadata);
  }
}
