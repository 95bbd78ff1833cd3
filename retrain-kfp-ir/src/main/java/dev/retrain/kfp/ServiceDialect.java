package dev.retrain.kfp;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.kfp.ir.ContainerResources;
import dev.retrain.kfp.ir.KubernetesSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where servers that read the same definition differ. Pure: the same question, the same answer.
 *
 * <p>Implementations may assume that preflight has passed: what cannot be mapped never gets here.
 */
public interface ServiceDialect {

  /** Returns what a container gets; empty leaves the choice to the server. */
  Optional<ContainerResources> machine(Execution execution);

  /** Returns what its pod gets beyond that, for a server that runs pods; empty elsewhere. */
  Optional<KubernetesSpec.Pod> pod(Execution execution);

  /** Returns variables by which a container finds its secrets where the server cannot set them. */
  Map<String, String> secretReferences(Execution execution);

  /** Returns a time limit that the container must keep by itself, because the server keeps none. */
  Optional<Duration> ownTimeLimit(Execution execution);
}
