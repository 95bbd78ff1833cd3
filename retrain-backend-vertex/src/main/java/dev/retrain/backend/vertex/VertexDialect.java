package dev.retrain.backend.vertex;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.kfp.ResourceQuantities;
import dev.retrain.kfp.ServiceDialect;
import dev.retrain.kfp.ir.ContainerResources;
import dev.retrain.kfp.ir.KubernetesSpec;
import dev.retrain.translation.SecretVariables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How Vertex AI Pipelines reads a definition. */
record VertexDialect(VertexSettings settings) implements ServiceDialect {

  /** The machine that Vertex uses by default. */
  private static final String DEFAULT_MACHINE = "e2-standard-4 (4 cores, 16 GB), Vertex's default";

  /** Returns the limits, which alone count; Vertex picks the nearest machine. */
  @Override
  public Optional<ContainerResources> machine(Execution execution) {
    return settings.machines().machine(execution);
  }

  /** Returns what a step gets, in words. */
  static Map<String, String> describe(VertexSettings settings, Execution execution) {
    Resources resources = settings.machines().resources(execution);
    Map<String, String> words = new TreeMap<>();
    List<String> amounts = new ArrayList<>();
    ResourceQuantities.cpu(resources, false).ifPresent(cpu -> amounts.add(cpu.text() + " cores"));
    ResourceQuantities.memory(resources, false).ifPresent(memory -> amounts.add(memory.text()));
    words.put(
        "machine",
        amounts.isEmpty()
            ? DEFAULT_MACHINE
            : "the nearest with at least " + String.join(" and ", amounts));
    settings
        .machines()
        .accelerator(execution)
        .ifPresent(devices -> words.put("gpu", devices.count() + " x " + devices.type()));
    return words;
  }

  /** Returns nothing: Vertex refuses everything that concerns pods. */
  @Override
  public Optional<KubernetesSpec.Pod> pod(Execution execution) {
    return Optional.empty();
  }

  /** Returns where each secret is kept: Vertex sets no variable from a secret. */
  @Override
  public Map<String, String> secretReferences(Execution execution) {
    Map<String, String> references = new TreeMap<>();
    execution
        .secrets()
        .forEach(
            (variable, secret) ->
                references.put(
                    SecretVariables.address(variable),
                    VertexNames.secretVersion(settings.project(), secret)));
    return references;
  }

  /** Returns the limit, which the launcher keeps: Vertex has none for a task. */
  @Override
  public Optional<Duration> ownTimeLimit(Execution execution) {
    return execution.timeout();
  }
}
