/**
 * Sets the traffic of a target and reads the health of the versions it serves. Makes no decision:
 * the rollout engine decides.
 */
@NullMarked
package dev.retrain.spi.deploy;

import org.jspecify.annotations.NullMarked;
