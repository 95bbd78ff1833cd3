package dev.retrain.backend.kubeflow;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which nodes of a cluster a step may run on.
 *
 * @param resource the name under which Kubernetes counts the devices, such as {@code
 *     nvidia.com/gpu}; empty where no device is requested
 * @param nodeLabels labels a node must carry
 * @param tolerations keys of taints that are tolerated
 */
public record NodeSelection(
    Optional<String> resource, Map<String, String> nodeLabels, List<String> tolerations) {

  static final NodeSelection ANY = new NodeSelection(Optional.empty(), Map.of(), List.of());

  /**
   * Checks the names and copies the collections.
   *
   * @throws IllegalArgumentException if Kubernetes cannot have one of them
   */
  public NodeSelection {
    resource.ifPresent(name -> require(KubeflowNames.isQualified(name), name));
    nodeLabels.forEach(
        (key, value) ->
            require(
                KubeflowNames.isQualified(key) && KubeflowNames.isLabelValue(value),
                key + ": " + value));
    tolerations.forEach(key -> require(KubeflowNames.isQualified(key), key));
    nodeLabels = Map.copyOf(nodeLabels);
    tolerations = List.copyOf(tolerations);
  }

  private static void require(boolean holds, String name) {
    if (!holds) {
      throw new IllegalArgumentException("Kubernetes has no names such as '" + name + "'");
    }
  }

  static Shape<NodeSelection> shape() {
    ObjectShape.Builder<NodeSelection> node = ObjectShape.named("NodeChoice");
    var resource =
        node.maybe("resource", Shapes.text(), NodeSelection::resource, "such as nvidia.com/gpu");
    var labels =
        node.optional(
            "nodeLabels",
            Shapes.map(Shapes.text()),
            Map.of(),
            NodeSelection::nodeLabels,
            "labels a node must carry");
    var tolerations =
        node.optional(
            "tolerations",
            Shapes.list(Shapes.text()),
            List.of(),
            NodeSelection::tolerations,
            "keys of taints that are tolerated");
    return node.build(f -> new NodeSelection(f.find(resource), f.get(labels), f.get(tolerations)));
  }
}
