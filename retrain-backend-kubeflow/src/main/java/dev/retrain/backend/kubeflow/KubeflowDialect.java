package dev.retrain.backend.kubeflow;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.kfp.ResourceQuantities;
import dev.retrain.kfp.ServiceDialect;
import dev.retrain.kfp.ir.ContainerResources;
import dev.retrain.kfp.ir.KubernetesSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How open-source KFP on Kubernetes reads a definition. */
final class KubeflowDialect implements ServiceDialect {

  private static final String NOT_SAID = "the namespace's default";

  private final KubeflowSettings settings;
  private final Map<String, String> annotations;

  KubeflowDialect(KubeflowSettings settings, Map<String, String> tags) {
    this.settings = settings;
    this.annotations = KubeflowNames.annotations(tags);
  }

  @Override
  public Optional<ContainerResources> machine(Execution execution) {
    return settings.machines().machine(execution);
  }

  /** Returns what a step gets, in words. */
  static Map<String, String> describe(KubeflowSettings settings, Execution execution) {
    Resources resources = settings.machines().resources(execution);
    Map<String, String> words = new TreeMap<>();
    words.put(
        "cpu",
        ResourceQuantities.cpu(resources, true)
            .map(ContainerResources.Amount::text)
            .orElse(NOT_SAID));
    words.put(
        "memory",
        ResourceQuantities.memory(resources, true)
            .map(ContainerResources.Amount::text)
            .orElse(NOT_SAID));
    settings
        .machines()
        .accelerator(execution)
        .ifPresent(devices -> words.put("gpu", devices.count() + " x " + devices.type()));
    Map<String, String> nodes = new TreeMap<>();
    settings.nodes(resources).forEach(node -> nodes.putAll(node.nodeLabels()));
    if (!nodes.isEmpty()) {
      words.put("nodes", nodes.toString());
    }
    return words;
  }

  @Override
  public Optional<KubernetesSpec.Pod> pod(Execution execution) {
    List<NodeSelection> nodes = settings.nodes(execution.resources());
    Map<String, String> nodeLabels = new TreeMap<>();
    List<KubernetesSpec.Toleration> tolerations = new ArrayList<>();
    for (NodeSelection node : nodes) {
      nodeLabels.putAll(node.nodeLabels());
      node.tolerations().forEach(key -> tolerations.add(new KubernetesSpec.Toleration(key, "")));
    }
    return Optional.of(
        KubernetesSpec.Pod.of(
            secrets(execution),
            nodeLabels,
            tolerations,
            annotations,
            settings.imagePullSecrets(),
            execution.timeout()));
  }

  private List<KubernetesSpec.SecretVariable> secrets(Execution execution) {
    List<KubernetesSpec.SecretVariable> variables = new ArrayList<>();
    for (Map.Entry<String, SecretRef> secret : execution.secrets().entrySet()) {
      SecretRef reference = secret.getValue();
      variables.add(
          new KubernetesSpec.SecretVariable(
              secret.getKey(), reference.name(), reference.key().orElse(settings.secretKey())));
    }
    return variables;
  }

  /** Returns nothing: Kubernetes sets the variables itself. */
  @Override
  public Map<String, String> secretReferences(Execution execution) {
    return Map.of();
  }

  /** Returns nothing: Kubernetes keeps the limit, by the pod's deadline. */
  @Override
  public Optional<Duration> ownTimeLimit(Execution execution) {
    return Optional.empty();
  }
}
