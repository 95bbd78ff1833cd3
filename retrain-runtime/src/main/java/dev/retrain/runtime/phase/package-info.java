/**
 * The life of a retraining as values: phases, what can be seen, and what follows. Pure: nothing
 * here calls a backend, a store or a clock.
 */
@NullMarked
package dev.retrain.runtime.phase;

import org.jspecify.annotations.NullMarked;
