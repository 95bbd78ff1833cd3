/**
 * Simulated rollouts that measure the error rates and detection times of the sequential tests and
 * of the judges of other tools on the same data.
 *
 * <p>Lives here: {@link dev.retrain.benchmarks.rollout.RolloutSimulation}, its traffic and the
 * judges it compares with. Must not live here: anything a real rollout uses.
 */
@NullMarked
package dev.retrain.benchmarks.rollout;

import org.jspecify.annotations.NullMarked;
