package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request for one run.
 *
 * @param definition what runs
 * @param runId the service's id of the run
 * @param runName its display name
 * @param resourceName its name as a resource
 * @param root address below which its outputs lie, without a final slash
 * @param parameters values of the root's parameters; those left out have their defaults
 * @param failFast whether the first failure cancels what runs and keeps the rest from starting
 */
public record IrRequest(
    IrDefinition definition,
    String runId,
    String runName,
    String resourceName,
    String root,
    Map<String, Node> parameters,
    boolean failFast) {

  /**
   * Checks the parameters.
   *
   * @throws RefusedDefinition if a parameter is unknown, missing or of another type
   */
  public IrRequest {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    Map<String, Component.Input> declared = definition.outermost().parameters();
    for (Map.Entry<String, Node> given : parameters.entrySet()) {
      Component.Input input = declared.get(given.getKey());
      if (input == null) {
        throw new RefusedDefinition("the pipeline has no parameter " + given.getKey());
      }
      if (!input.kind().takes(given.getValue())) {
        throw new RefusedDefinition(
            "the parameter "
                + given.getKey()
                + " is "
                + given.getValue().kind()
                + ", not "
                + input.kind());
      }
    }
    for (Map.Entry<String, Component.Input> input : declared.entrySet()) {
      if (!input.getValue().optional() && !parameters.containsKey(input.getKey())) {
        throw new RefusedDefinition("the parameter " + input.getKey() + " has no value");
      }
    }
  }

  /** Returns a request as Kubeflow takes it: outputs lie below the definition's own root. */
  public static IrRequest of(
      IrDefinition definition, String runId, String runName, Map<String, Node> parameters) {
    String root =
        definition
            .root()
            .orElseThrow(() -> new RefusedDefinition("the definition has no defaultPipelineRoot"));
    return new IrRequest(definition, runId, runName, "workflow-" + runId, root, parameters, false);
  }

  /**
   * Reads a request as Vertex AI takes it: google.cloud.aiplatform.v1.PipelineJob by the protobuf
   * JSON mapping.
   *
   * @param resourceName {@code projects/.../pipelineJobs/ID}
   * @throws RefusedDefinition naming what is unknown or does not fit together
   */
  public static IrRequest ofPipelineJob(Node job, String resourceName) {
    DefinitionObject body = DefinitionObject.of(job, "the job");
    IrDefinition definition = IrDefinition.ofPipelineSpec(body.get("pipelineSpec"));
    String name = body.text("displayName");
    DefinitionObject runtime = body.object("runtimeConfig");
    body.without("labels", "serviceAccount", "network", "encryptionSpec").end();
    String root = runtime.text("gcsOutputDirectory").replaceAll("/$", "");
    boolean failFast = failFast(runtime);
    Map<String, Node> parameters =
        runtime
            .find("parameterValues")
            .map(values -> ((Node.Mapping) values).entries())
            .orElse(Map.of());
    runtime.end();
    String id = resourceName.substring(resourceName.lastIndexOf('/') + 1);
    return new IrRequest(definition, id, name, resourceName, root, parameters, failFast);
  }

  /** Slow is the service's default. */
  private static boolean failFast(DefinitionObject runtime) {
    Optional<String> policy = runtime.findText("failurePolicy");
    return switch (policy.orElse("PIPELINE_FAILURE_POLICY_FAIL_SLOW")) {
      case "PIPELINE_FAILURE_POLICY_FAIL_FAST" -> true;
      case "PIPELINE_FAILURE_POLICY_FAIL_SLOW" -> false;
      default -> throw new RefusedDefinition("unknown failurePolicy " + policy.orElse(""));
    };
  }
}
