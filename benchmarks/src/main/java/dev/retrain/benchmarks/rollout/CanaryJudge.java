package dev.retrain.benchmarks.rollout;

import dev.retrain.sequential.Arms;

/** Decides when to roll back one simulated rollout; used once. */
interface CanaryJudge {
  /**
   * Evaluates a look's own figures and those since the start.
   *
   * @return whether to roll back now
   */
  boolean rollsBack(Arms<SimulatedLook> latest, Arms<SimulatedLook> sinceStart);
}
