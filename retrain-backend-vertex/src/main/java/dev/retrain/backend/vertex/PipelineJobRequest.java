package dev.retrain.backend.vertex;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Constant;
import dev.retrain.kfp.ir.PipelineSpec;
import dev.retrain.kfp.ir.SpecTree;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of a request that creates a pipeline job: google.cloud.aiplatform.v1.PipelineJob by the
 * protobuf JSON mapping. The job's id, which makes the request idempotent, is no part of the body.
 */
final class PipelineJobRequest {

  /** Enough of the definition's hash to tell two apart, within the 63 characters of a label. */
  private static final int HASH_LENGTH = 32;

  /** How many labels retrain adds. */
  static final int OWN_LABELS = 2;

  private PipelineJobRequest() {}

  static Map<String, Object> body(Pipeline pipeline, PipelineSpec spec, VertexSettings settings) {
    Map<String, Object> body = new TreeMap<>();
    body.put("displayName", pipeline.name());
    body.put("labels", labels(pipeline));
    body.put("pipelineSpec", SpecTree.of(spec));
    body.put("runtimeConfig", runtime(spec.root(), settings));
    pipeline
        .identity()
        .or(settings::serviceAccount)
        .ifPresent(
            identity ->
                body.put(
                    "serviceAccount", VertexNames.serviceAccount(identity, settings.project())));
    settings.network().ifPresent(network -> body.put("network", network));
    settings.kmsKey().ifPresent(key -> body.put("encryptionSpec", Map.of("kmsKeyName", key)));
    return body;
  }

  private static Map<String, String> labels(Pipeline pipeline) {
    Map<String, String> labels = new TreeMap<>();
    pipeline.tags().forEach((key, value) -> labels.put(VertexNames.labelKey(key), value));
    labels.put("retrain-pipeline", pipeline.name());
    labels.put("retrain-definition", pipeline.contentHash().substring(0, HASH_LENGTH));
    return labels;
  }

  private static Map<String, Object> runtime(ComponentSpec root, VertexSettings settings) {
    Map<String, Object> runtime = new TreeMap<>();
    runtime.put("gcsOutputDirectory", settings.artifactRoot());
    runtime.put("failurePolicy", "PIPELINE_FAILURE_POLICY_" + settings.failurePolicy().name());
    Map<String, Object> values = new TreeMap<>();
    root.inputs()
        .parameters()
        .forEach(
            (name, input) ->
                input.defaultValue().ifPresent(value -> values.put(name, plain(value))));
    if (!values.isEmpty()) {
      runtime.put("parameterValues", values);
    }
    return runtime;
  }

  private static Object plain(Constant constant) {
    if (constant instanceof Constant.Text text) {
      return text.value();
    }
    return constant instanceof Constant.Flag flag
        ? (Object) flag.value()
        : (Object) ((Constant.Numeric) constant).value();
  }
}
