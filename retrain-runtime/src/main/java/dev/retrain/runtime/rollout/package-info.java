/**
 * How a challenger gets traffic, step by step, and when it is sent back: pure computation over
 * counts. Nothing here calls a target; the loop does what a step says.
 */
@NullMarked
package dev.retrain.runtime.rollout;

import org.jspecify.annotations.NullMarked;
