package dev.retrain.kfp;

import dev.retrain.kfp.ir.KubernetesSpec;
import dev.retrain.kfp.ir.PipelineSpec;
import java.util.List;
import java.util.Map;

/**
 * A translated pipeline.
 *
 * @param spec the definition
 * @param kubernetes what goes with it on Kubernetes; {@link KubernetesSpec#NONE} elsewhere
 * @param tasks the tasks each step became, by the step's name
 * @param gate the tasks the gate became, what guards first; empty without a gate
 */
public record Translation(
    PipelineSpec spec,
    KubernetesSpec kubernetes,
    Map<String, List<String>> tasks,
    List<String> gate) {

  /** Copies the collections. */
  public Translation {
    tasks = Map.copyOf(tasks);
    gate = List.copyOf(gate);
  }
}
