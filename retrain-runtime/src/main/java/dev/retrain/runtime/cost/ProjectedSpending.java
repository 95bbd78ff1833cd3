package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

/**
 * Holds the costs that a spending limit is compared with.
 *
 * @param projected expected cost of the next run
 * @param spent cost of the runs in the period of the limit; zero without a limit
 */
public record ProjectedSpending(CostSheet projected, Money spent) {

  /** Checks that nothing is missing. */
  public ProjectedSpending {
    requireNonNull(projected);
    requireNonNull(spent);
  }

  /** Returns the spending with the next run, as far as it is known. */
  public Money afterwards() {
    return spent.plus(projected.total());
  }
}
