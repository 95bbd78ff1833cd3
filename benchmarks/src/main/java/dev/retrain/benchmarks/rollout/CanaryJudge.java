package dev.retrain.benchmarks.rollout;

import dev.retrain.sequential.Arms;

/** Watches one simulated rollout; used once. */
interface CanaryJudge {
  /**
   * Takes a look's own figures and those since the start.
   *
   * @return whether to roll back now
   */
  boolean rollsBack(Arms<SimulatedLook> latest, Arms<SimulatedLook> sinceStart);
}
