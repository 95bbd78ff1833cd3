/**
 * What runs cost: prices the user supplies, what a run is expected to cost before it is asked for,
 * what it did cost, and the sums of both as the decision log tells them. No price is built in and
 * none is guessed: what has no price or no expected time is unknown, and says why. Money is exact.
 */
@NullMarked
package dev.retrain.runtime.cost;

import org.jspecify.annotations.NullMarked;
