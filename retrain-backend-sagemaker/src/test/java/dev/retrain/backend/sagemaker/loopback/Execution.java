package dev.retrain.backend.sagemaker.loopback;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.LoopbackRun;
import dev.retrain.testkit.loopback.RefusedDefinition;
import dev.retrain.testkit.loopback.StepEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a definition. Steps run one after another, each after those it waits for and
 * reads from; a failure keeps those from starting that have not begun.
 */
final class Execution {

  private static final String PREFIX = "arn:aws:sagemaker:eu-central-1:123456789012:pipeline/";

  private static final Map<String, List<String>> CACHE_KEYS =
      Map.of(
          "Processing", List.of("AppSpecification", "Environment", "ProcessingInputs"),
          "Training",
              List.of(
                  "AlgorithmSpecification", "Environment", "HyperParameters", "InputDataConfig"));

  private final LoopbackSageMaker service;
  private final String id;
  private final Map<String, Node> constants = new TreeMap<>();
  private final List<DefinitionObject> steps;
  private final Map<String, StepRecord> records = new LinkedHashMap<>();
  private final Map<String, Map<String, Node>> propertyFiles = new TreeMap<>();
  private final Values values;
  private @Nullable LoopbackRun running;
  private boolean stopped;

  Execution(LoopbackSageMaker service, String id, Node definition, Map<String, Node> parameters) {
    this.service = service;
    this.id = id;
    DefinitionObject document = DefinitionObject.of(definition, "the definition");
    if (!document.text("Version").equals("2020-12-01")) {
      throw new RefusedDefinition("Version is " + document.text("Version"));
    }
    parameters(document.list("Parameters"), parameters);
    this.steps = document.list("Steps");
    String name = document.object("Metadata").text("pipeline");
    document.without("PipelineExperimentConfig").end();
    constants.put("Execution.PipelineName", Node.of(name));
    constants.put("Execution.PipelineExecutionId", Node.of(id));
    constants.put("Execution.PipelineExecutionArn", Node.of(PREFIX + name + "/execution/" + id));
    this.values = new Values(constants, records, propertyFiles, service.executor().folders());
  }

  private void parameters(List<DefinitionObject> declared, Map<String, Node> given) {
    Set<String> unknown = new TreeSet<>(given.keySet());
    for (DefinitionObject parameter : declared) {
      String name = parameter.text("Name");
      String type = parameter.text("Type");
      Optional<Node> fallback = parameter.find("DefaultValue");
      List<Node> allowed = parameter.items("EnumValues");
      parameter.end();
      Node value =
          Optional.ofNullable(given.get(name))
              .or(() -> fallback)
              .orElseThrow(() -> new RefusedDefinition("the parameter " + name + " has no value"));
      if (!fits(type, value) || (!allowed.isEmpty() && !allowed.contains(value))) {
        throw new RefusedDefinition("the parameter " + name + " of " + type + " is " + value);
      }
      unknown.remove(name);
      constants.put("Parameters." + name, value);
    }
    if (!unknown.isEmpty()) {
      throw new RefusedDefinition("there are no parameters " + unknown);
    }
  }

  private static boolean fits(String type, Node value) {
    return switch (type) {
      case "String" -> value instanceof Node.Text;
      case "Integer" ->
          value instanceof Node.Num number && number.value().stripTrailingZeros().scale() <= 0;
      case "Float" -> value instanceof Node.Num;
      case "Boolean" -> value instanceof Node.Bool;
      default -> throw new RefusedDefinition("unknown Type of a parameter " + type);
    };
  }

  /** Runs to the end and returns the status of the execution. */
  StepRecord.Status run() {
    run(steps);
    synchronized (this) {
      if (stopped) {
        return StepRecord.Status.STOPPED;
      }
    }
    return records.values().stream().allMatch(StepRecord::isWell)
        ? StepRecord.Status.SUCCEEDED
        : StepRecord.Status.FAILED;
  }

  /** Kills the job that runs; nothing more starts. */
  synchronized void stop() {
    stopped = true;
    if (running != null) {
      running.cancel();
    }
  }

  /** Returns the steps that have ended, in order. */
  List<StepRecord> records() {
    return List.copyOf(records.values());
  }

  StepRecord record(String step) {
    StepRecord record = records.get(step);
    if (record == null) {
      throw new RefusedDefinition("the step " + step + " has not run");
    }
    return record;
  }

  private boolean run(List<DefinitionObject> some) {
    for (DefinitionObject step : inOrder(some)) {
      synchronized (this) {
        if (stopped) {
          return false;
        }
      }
      String name = step.text("Name");
      String type = step.text("Type");
      StepRecord record;
      try {
        record = once(name, type, step);
      } catch (RefusedDefinition refused) {
        record = failed(name, type, String.valueOf(refused.getMessage()), List.of());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      records.put(name, record);
      if (!record.isWell() || (type.equals("Condition") && !branch(step, record))) {
        return false;
      }
    }
    return true;
  }

  private List<DefinitionObject> inOrder(List<DefinitionObject> some) {
    Map<String, DefinitionObject> byName = new LinkedHashMap<>();
    some.forEach(step -> byName.put(step.text("Name"), step));
    List<DefinitionObject> order = new ArrayList<>();
    Set<String> done = new LinkedHashSet<>();
    byName.keySet().forEach(name -> visit(name, byName, done, new TreeSet<>(), order));
    return order;
  }

  private static void visit(
      String name,
      Map<String, DefinitionObject> all,
      Set<String> done,
      Set<String> open,
      List<DefinitionObject> order) {
    DefinitionObject step = all.get(name);
    if (step == null || done.contains(name)) {
      // A step in a branch may read from those before its condition.
      return;
    }
    if (!open.add(name)) {
      throw new RefusedDefinition("the steps " + open + " wait for one another");
    }
    Set<String> before = new TreeSet<>(step.texts("DependsOn"));
    before.addAll(Values.read(step.get("Arguments")));
    before.remove(name);
    before.forEach(earlier -> visit(earlier, all, done, open, order));
    open.remove(name);
    done.add(name);
    order.add(step);
  }

  private StepRecord once(String name, String type, DefinitionObject step) throws IOException {
    step.without("Name", "Type", "DependsOn", "Arguments", "RetryPolicies");
    boolean cached = step.findObject("CacheConfig").map(Execution::isCached).orElse(false);
    List<DefinitionObject> files = step.list("PropertyFiles");
    step.end();
    return switch (type) {
      case "Processing", "Training" -> job(name, type, step, cached, files);
      case "Condition" -> condition(name, step.object("Arguments"));
      case "RegisterModel" -> register(name, values.resolve(step.get("Arguments")));
      case "Fail" -> {
        DefinitionObject arguments =
            DefinitionObject.of(values.resolve(step.get("Arguments")), name);
        String message = arguments.text("ErrorMessage");
        arguments.end();
        yield failed(name, type, message, List.of());
      }
      default -> throw new RefusedDefinition("the step " + name + " has the unknown Type " + type);
    };
  }

  private static boolean isCached(DefinitionObject config) {
    boolean enabled = config.flag("Enabled");
    config.without("ExpireAfter").end();
    return enabled;
  }

  private StepRecord job(
      String name, String type, DefinitionObject step, boolean cached, List<DefinitionObject> files)
      throws IOException {
    Node.Mapping request = (Node.Mapping) values.resolve(step.get("Arguments"));
    Map<String, Node> key = new TreeMap<>(request.entries());
    key.keySet().retainAll(CACHE_KEYS.getOrDefault(type, List.of()));
    Optional<StepRecord> former =
        cached ? service.cached(type, Node.of(key)) : Optional.<StepRecord>empty();
    StepRecord record = former.isPresent() ? former.get().cached() : started(name, type, request);
    if (record.isWell()) {
      service.keep(type, Node.of(key), record);
      propertyFiles.put(name, files(name, files));
    }
    return record;
  }

  private StepRecord started(String name, String type, Node request) throws IOException {
    Job job = new Job("pipelines-" + id + "-" + name, service.executor(), this::runs);
    Job.End ended = type.equals("Training") ? job.training(request) : job.processing(request);
    StepEnd end = ended.end();
    if (end.succeeded()) {
      return StepRecord.succeeded(name, type, ended.description(), end.log());
    }
    if (end.how() == StepEnd.How.CANCELLED) {
      return new StepRecord(name, type, StepRecord.Status.STOPPED, "", request, end.log(), false);
    }
    return failed(
        name, type, "AlgorithmError: " + end.how() + ", exit code " + end.exitCode(), end.log());
  }

  private synchronized void runs(LoopbackRun run) {
    running = run;
    if (stopped) {
      run.cancel();
    }
  }

  private static Map<String, Node> files(String step, List<DefinitionObject> files) {
    Map<String, Node> addresses = new TreeMap<>();
    for (DefinitionObject file : files) {
      String get =
          "Steps."
              + step
              + ".ProcessingOutputConfig.Outputs['"
              + file.text("OutputName")
              + "'].S3Output.S3Uri";
      Map<String, Node> join = new TreeMap<>();
      join.put("On", Node.of("/"));
      join.put(
          "Values",
          Node.of(List.of(Node.of(Map.of("Get", Node.of(get))), Node.of(file.text("FilePath")))));
      addresses.put(file.text("PropertyFileName"), Node.of(Map.of("Std:Join", Node.of(join))));
      file.end();
    }
    return addresses;
  }

  private StepRecord condition(String name, DefinitionObject arguments) {
    boolean holds = new Conditions(values::resolve).all(arguments.list("Conditions"));
    arguments.without("IfSteps", "ElseSteps").end();
    return StepRecord.succeeded(
        name, "Condition", Node.of(Map.of("Outcome", Node.of(holds))), List.of());
  }

  private boolean branch(DefinitionObject step, StepRecord record) {
    boolean holds = record.properties().equals(Node.of(Map.of("Outcome", Node.of(true))));
    return run(step.object("Arguments").list(holds ? "IfSteps" : "ElseSteps"));
  }

  private StepRecord register(String name, Node request) {
    DefinitionObject arguments = DefinitionObject.of(request, name);
    arguments.textsByName("CustomerMetadataProperties").forEach(Execution::checkProperty);
    arguments
        .without(
            "InferenceSpecification",
            "ModelApprovalStatus",
            "ModelMetrics",
            "ModelPackageGroupName")
        .end();
    service.register(request);
    return StepRecord.succeeded(name, "RegisterModel", request, List.of());
  }

  /** The forms of the API reference, CustomerMetadataMap; read 2026-11. */
  private static void checkProperty(String key, String value) {
    String form = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*";
    if (key.length() > 128 || value.length() > 256 || !key.matches(form) || !value.matches(form)) {
      throw new RefusedDefinition("the property " + key + " cannot be " + value);
    }
  }

  private static StepRecord failed(String name, String type, String why, List<String> log) {
    return new StepRecord(
        name, type, StepRecord.Status.FAILED, why, Node.of(Map.<String, Node>of()), log, false);
  }
}
