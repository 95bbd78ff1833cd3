package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

/**
 * What a spending limit is held against.
 *
 * @param projected what the next run is expected to cost
 * @param spent what runs cost in the period of the limit; nothing where there is no limit
 */
public record ProjectedSpending(CostSheet projected, Money spent) {

  /** Checks that nothing is missing. */
  public ProjectedSpending {
    requireNonNull(projected);
    requireNonNull(spent);
  }

  /** What would have been spent with the run, as far as it is known. */
  public Money afterwards() {
    return spent.plus(projected.total());
  }
}
