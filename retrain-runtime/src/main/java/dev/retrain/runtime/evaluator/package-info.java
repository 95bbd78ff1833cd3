/**
 * Judges of challengers: limits, and comparison with the champion row by row. Pure computation over
 * scores.
 */
@NullMarked
package dev.retrain.runtime.evaluator;

import org.jspecify.annotations.NullMarked;
