package dev.retrain.runtime.sequential.simulation;

import dev.retrain.runtime.sequential.Arms;

/** Watches one simulated rollout; used once. */
interface Judge {
  /**
   * Takes a look's own figures and those since the start.
   *
   * @return whether to roll back now
   */
  boolean rollsBack(Arms<Look> latest, Arms<Look> sinceStart);
}
