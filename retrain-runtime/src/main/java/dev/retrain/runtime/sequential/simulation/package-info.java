/**
 * Simulated rollouts that show what the sequential tests guarantee and find, beside the judges of
 * other tools on the same data.
 *
 * <p>Lives here: {@link dev.retrain.runtime.sequential.simulation.RolloutSimulation}, its traffic
 * and the judges it compares with. Must not live here: anything a real rollout uses.
 */
@NullMarked
package dev.retrain.runtime.sequential.simulation;

import org.jspecify.annotations.NullMarked;
