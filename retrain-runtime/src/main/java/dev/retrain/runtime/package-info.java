/**
 * The loop over all retrainings: the only effectful code. It loads, looks, lets a phase decide,
 * saves, and does what was decided. No decision is made here.
 */
@NullMarked
package dev.retrain.runtime;

import org.jspecify.annotations.NullMarked;
