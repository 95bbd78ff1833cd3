package dev.retrain.kfp;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.kfp.ir.KubernetesSpec;
import dev.retrain.kfp.ir.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A server that leaves everything to the container. */
final class PlainDialect implements Dialect {

  static final Place PLACE =
      new Place(
          "gs://bucket/root", "steps@sha256:0", List.of("java", "-jar", "steps.jar"), "mlflow://m");

  static Translation translate(dev.retrain.api.pipeline.Pipeline pipeline) {
    return new PipelineTranslator(PLACE, new PlainDialect()).translate(pipeline);
  }

  @Override
  public Optional<Machine> machine(Execution execution) {
    Machine machine =
        new Machine(
            Amounts.cpu(execution.resources(), true),
            Amounts.memory(execution.resources(), true),
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
