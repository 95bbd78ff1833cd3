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

  /** What a container gets; empty leaves the choice to the server. */
  Optional<ContainerResources> machine(Execution execution);

  /** What its pod gets beyond that, for a server that runs pods; empty elsewhere. */
  Optional<KubernetesSpec.Pod> pod(Execution execution);

  /** Variables by which a container finds its secrets where the server cannot set them. */
  Map<String, String> secretReferences(Execution execution);

  /** A time limit that the container must keep by itself, because the server keeps none. */
  Optional<Duration> ownTimeLimit(Execution execution);
}
