package dev.retrain.kfp;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.kfp.ir.ContainerResources;
import dev.retrain.kfp.ir.KubernetesSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A server that leaves everything to the container. */
final class PlainDialect implements ServiceDialect {

  static final RunLocation PLACE =
      new RunLocation(
          "gs://bucket/root",
          "steps@sha256:0",
          List.of("java", "-jar", "steps.jar"),
          "mlflow://m",
          "");

  static Translation translate(dev.retrain.api.pipeline.Pipeline pipeline) {
    return new PipelineTranslator(PLACE, new PlainDialect()).translate(pipeline);
  }

  @Override
  public Optional<ContainerResources> machine(Execution execution) {
    ContainerResources machine =
        new ContainerResources(
            ResourceQuantities.cpu(execution.resources(), true),
            ResourceQuantities.memory(execution.resources(), true),
            Optional.empty());
    return machine.isUnspecified() ? Optional.empty() : Optional.of(machine);
  }

  @Override
  public Optional<KubernetesSpec.Pod> pod(Execution execution) {
    return Optional.of(
        KubernetesSpec.Pod.of(
            List.of(), Map.of(), List.of(), Map.of(), List.of(), execution.timeout()));
  }

  @Override
  public Map<String, String> secretReferences(Execution execution) {
    Map<String, String> references = new TreeMap<>();
    execution.secrets().forEach((variable, secret) -> references.put(variable, secret.name()));
    return references;
  }

  @Override
  public Optional<Duration> ownTimeLimit(Execution execution) {
    return execution.timeout();
  }
}
