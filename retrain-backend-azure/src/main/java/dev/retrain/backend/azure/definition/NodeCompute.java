package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.translation.MappingBuilder;
import java.util.Map;
import java.util.Optional;

/** Where a node runs: on a cluster, whose size is fixed, or on serverless compute of a size. */
record NodeCompute(RequestContext parts) {

  private static final String SERVERLESS = "serverless";

  /** Adds to a node where it runs. */
  MappingBuilder on(MappingBuilder node, Execution execution) {
    Optional<String> cluster = parts.machines().cluster(execution);
    MappingBuilder resources = new MappingBuilder();
    if (cluster.isPresent()) {
      if (!cluster.equals(parts.settings().compute())) {
        node.put("computeId", parts.workspace().compute(cluster.get()));
      }
    } else {
      resources.put("instance_type", parts.machines().size(execution));
      if (execution.resources().spotAllowed()) {
        node.put("queue_settings", Map.of("job_tier", Node.of("Spot")));
      }
    }
    if (cluster.isEmpty() || execution.resources().nodes() > 1) {
      resources.put("instance_count", execution.resources().nodes());
    }
    resources.put("shm_size", MachineSizes.hint(execution, MachineSizes.SHARED_MEMORY_HINT));
    return node.put("resources", resources.node().entries());
  }

  /** Returns the compute of nodes that name none. */
  String fallback() {
    return parts.settings().compute().map(parts.workspace()::compute).orElse(SERVERLESS);
  }

  /** One process on every machine, with the addresses of the others in its variables. */
  static Map<String, Node> distribution(Execution execution) {
    return execution.resources().nodes() == 1
        ? Map.of()
        : Map.of(
            "distribution",
            new MappingBuilder()
                .put("process_count_per_instance", 1)
                .put("type", "pytorch")
                .node());
  }
}
