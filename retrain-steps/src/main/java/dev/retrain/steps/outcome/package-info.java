/**
 * What the folders of a run say once its steps have ended, for backends whose service knows no
 * gates: the metrics, the gate's decision, and the registration. Starts and calls nothing.
 */
@NullMarked
package dev.retrain.steps.outcome;

import org.jspecify.annotations.NullMarked;
