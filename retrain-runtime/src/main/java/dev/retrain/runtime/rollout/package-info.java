/**
 * Decisions of a rollout: how a challenger receives traffic step by step, and when it is rolled
 * back. Pure computation over counts; nothing here calls a target. The loop carries out the steps.
 */
@NullMarked
package dev.retrain.runtime.rollout;

import org.jspecify.annotations.NullMarked;
