/**
 * Costs of runs: prices supplied by the user, the expected cost of a run before it is submitted,
 * its billed cost, and the sums of both in the decision log. No price is built in and none is
 * guessed: a cost without a price or an expected duration is unknown, with a reason. Money is
 * exact.
 */
@NullMarked
package dev.retrain.runtime.cost;

import org.jspecify.annotations.NullMarked;
