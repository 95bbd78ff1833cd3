package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Registration;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.translation.MappingBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The gate: a condition on the evaluation report, a registration where it holds, and where it does
 * not a failure whose message marks it as a rejection. A second condition inside keeps a trial from
 * registering: its execution succeeds.
 *
 * <p>The service cannot compute, so comparisons with the champion read the number that the
 * evaluating step wrote for them.
 */
final class ConditionStep {

  /** The metrics file of the container contract. */
  static final String REPORT = "metrics.json";

  /** How the message of a rejection begins; nothing else fails with it. */
  static final String REJECTED = "RETRAIN_REJECTED:";

  private static final List<Node> CONTENT_TYPES =
      List.of(Node.of("application/json"), Node.of("text/csv"));

  private final JobContext parts;

  ConditionStep(JobContext parts) {
    this.parts = parts;
  }

  Node step(Gate gate) {
    return new MappingBuilder()
        .put("Name", SageMakerNames.GATE)
        .put("Type", "Condition")
        .put("DependsOn", lastSteps())
        .put(
            "Arguments",
            new MappingBuilder()
                .put("Conditions", conditions(gate))
                .put("ElseSteps", List.of(rejection(gate)))
                .put("IfSteps", List.of(unlessTrial(registration(gate)))))
        .node();
  }

  /** A run on all rows that is no trial otherwise either: what the parameters tell at run time. */
  private static Node unlessTrial(Node registration) {
    Node all =
        new MappingBuilder()
            .put("LeftValue", PipelineVariables.parameter(Parameter.SAMPLE))
            .put("RightValue", Node.of(1.0))
            .put("Type", "GreaterThanOrEqualTo")
            .node();
    Node serious =
        new MappingBuilder()
            .put("LeftValue", PipelineVariables.get("Parameters." + Parameter.TRIAL))
            .put("RightValue", "false")
            .put("Type", "Equals")
            .node();
    return new MappingBuilder()
        .put(
            "Arguments",
            new MappingBuilder()
                .put("Conditions", List.of(all, serious))
                .put("ElseSteps", Node.of(List.of())) // an empty list would be left out
                .put("IfSteps", List.of(registration)))
        .put("Name", SageMakerNames.TRIAL)
        .put("Type", "Condition")
        .node();
  }

  /** A failure stops what still runs, so the gate waits for everything. */
  private List<Node> lastSteps() {
    Set<String> last = new TreeSet<>();
    parts.pipeline().steps().forEach(step -> last.add(step.name()));
    parts.pipeline().steps().forEach(step -> last.removeAll(parts.pipeline().upstream(step)));
    return last.stream().map(name -> Node.of(SageMakerNames.of(name))).toList();
  }

  private List<Node> conditions(Gate gate) {
    Comparison comparison = new Comparison(gate.metrics().name());
    return Clauses.of(gate.condition()).stream().map(comparison::anyOf).toList();
  }

  private Node rejection(Gate gate) {
    String message =
        "%s %s: not all of these hold: %s"
            .formatted(
                REJECTED,
                parts.pipeline().name(),
                String.join(
                    "; ", gate.condition().parts().stream().map(Object::toString).toList()));
    return new MappingBuilder()
        .put("Arguments", new MappingBuilder().put("ErrorMessage", message))
        .put("Name", SageMakerNames.REJECT)
        .put("Type", "Fail")
        .node();
  }

  private Node registration(Gate gate) {
    Registration registration = gate.registration();
    return new MappingBuilder()
        .put("Name", SageMakerNames.REGISTER)
        .put("Type", "RegisterModel")
        .put(
            "Arguments",
            new MappingBuilder()
                .put("CustomerMetadataProperties", properties())
                .put("InferenceSpecification", inference(registration))
                .put("ModelApprovalStatus", parts.settings().approval().word())
                .put("ModelMetrics", statistics(gate))
                .put("ModelPackageGroupName", SageMakerNames.of(registration.modelName())))
        .put("RetryPolicies", RetryPolicies.ofRegistration())
        .node();
  }

  /** A version in a group takes no tags, so everything stands in its properties. */
  private Map<String, Node> properties() {
    Map<String, Node> all = new TreeMap<>();
    parts.pipeline().tags().forEach((key, value) -> all.put(key, Node.of(value)));
    all.put("retrain.alias", Node.of("challenger"));
    all.put("retrain.data_version", PipelineVariables.parameter(Parameter.DATA_VERSION));
    all.put("retrain.execution", PipelineVariables.get("Execution.PipelineExecutionArn"));
    all.put("retrain.gate", Node.of("passed"));
    all.put("retrain.pipeline", Node.of(parts.pipeline().name()));
    parts
        .pipeline()
        .profile()
        .ifPresent(
            profile -> all.put(ModelVersion.PROFILE_TAG, parts.locations().folder(profile.name())));
    all.put("retrain.run", PipelineVariables.parameter(Parameter.RUN_KEY));
    all.put("retrain.definition", Node.of(parts.version()));
    return all;
  }

  private MappingBuilder inference(Registration registration) {
    MappingBuilder inference =
        new MappingBuilder()
            .put("Containers", List.of(container(registration)))
            .put("SupportedContentTypes", CONTENT_TYPES)
            .put("SupportedResponseMIMETypes", CONTENT_TYPES);
    registration
        .serving()
        .flatMap(serving -> parts.instances().of(serving.resources(), false))
        .ifPresent(
            instance ->
                inference.put(
                    "SupportedRealtimeInferenceInstanceTypes", List.of(Node.of(instance))));
    return inference;
  }

  /** Without an image of its own, a version names the image that made it. */
  private Node container(Registration registration) {
    String model = registration.model().name();
    Step writer = parts.locations().writer(model);
    String image =
        registration
            .serving()
            .map(serving -> parts.images().complete(serving.image()))
            .orElseGet(() -> parts.images().of(writer.task().program()));
    Map<String, Node> environment = new TreeMap<>();
    registration
        .serving()
        .map(Serving::environment)
        .ifPresent(all -> all.forEach((name, value) -> environment.put(name, Node.of(value))));
    return new MappingBuilder()
        .put("Environment", environment)
        .put("Image", image)
        .put("ModelDataSource", new MappingBuilder().put("S3DataSource", modelData(model)))
        .node();
  }

  private MappingBuilder modelData(String model) {
    return new MappingBuilder()
        .put("CompressionType", "None")
        .put("S3DataType", "S3Prefix")
        .put("S3Uri", parts.locations().folder(model));
  }

  private MappingBuilder statistics(Gate gate) {
    return new MappingBuilder()
        .put(
            "ModelQuality",
            new MappingBuilder()
                .put(
                    "Statistics",
                    new MappingBuilder()
                        .put("ContentType", "application/json")
                        .put("S3Uri", report(gate.metrics().name()))));
  }

  private Node report(String metrics) {
    Step writer = parts.locations().writer(metrics);
    if (JobKind.of(writer).trains()) {
      return parts.locations().fileOfTraining(metrics, REPORT);
    }
    String path =
        "ProcessingOutputConfig.Outputs['" + SageMakerNames.of(metrics) + "'].S3Output.S3Uri";
    return PipelineVariables.join(
        "/", List.of(PipelineVariables.step(writer.name(), path), Node.of(REPORT)));
  }

  /** Each part of the condition as a comparison of a number in the report with a constant. */
  private final class Comparison implements Condition.Visitor<Node> {
    private final String metrics;

    Comparison(String metrics) {
      this.metrics = metrics;
    }

    @Override
    public Node atLeast(Condition.AtLeast condition) {
      return comparison(
          "GreaterThanOrEqualTo", condition.from(), condition.metric(), condition.threshold());
    }

    @Override
    public Node atMost(Condition.AtMost condition) {
      return comparison(
          "LessThanOrEqualTo", condition.from(), condition.metric(), condition.threshold());
    }

    @Override
    public Node notWorseThanChampion(Condition.NotWorseThanChampion condition) {
      return atLeast(condition.asComparison());
    }

    @Override
    public Node all(Condition.All condition) {
      throw new IllegalStateException("a clause holds no conjunction");
    }

    @Override
    public Node any(Condition.Any condition) {
      throw new IllegalStateException("a clause holds no disjunction");
    }

    /** The service joins conditions by and, and those inside an Or by or. */
    Node anyOf(List<Condition> clause) {
      List<Node> conditions = clause.stream().map(one -> one.accept(this)).toList();
      return conditions.size() == 1
          ? conditions.get(0)
          : new MappingBuilder().put("Conditions", conditions).put("Type", "Or").node();
    }

    private Node comparison(String type, Optional<String> from, String metric, double threshold) {
      return new MappingBuilder()
          .put("LeftValue", value(from.orElse(metrics), metric))
          .put("RightValue", Node.of(threshold))
          .put("Type", type)
          .node();
    }

    private Node value(String artifact, String metric) {
      Step writer = parts.locations().writer(artifact);
      String path = path(metric);
      return JobKind.of(writer).trains()
          ? PipelineVariables.property(report(artifact), path)
          : PipelineVariables.property(writer.name(), SageMakerNames.of(artifact), path);
    }
  }

  /**
   * Returns the path of a metric: a dot would lead into an object, and the report is flat, so such
   * a name stands in brackets.
   */
  static String path(String metric) {
    return metric.matches("[A-Za-z_][A-Za-z0-9_]*") ? metric : "['" + metric + "']";
  }
}
