package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What one step costs, or why that is not known.
 *
 * @param step its name
 * @param machines it takes
 * @param time it takes them; empty when it is not known
 * @param perHour the price of one machine; empty when there is none
 * @param cost price times machines times time; empty when one of them is not known
 * @param unknown why the cost is not known; empty when it is
 */
public record StepCost(
    String step,
    StepMachines machines,
    Optional<MachineTime> time,
    Optional<Money> perHour,
    Optional<Money> cost,
    Optional<String> unknown) {

  /** Checks that there is either a cost or a reason. */
  public StepCost {
    requireNonNull(step);
    requireNonNull(machines);
    requireNonNull(time);
    requireNonNull(perHour);
    if (cost.isPresent() == unknown.isPresent()) {
      throw new IllegalArgumentException("step " + step + " has either a cost or a reason");
    }
  }

  static StepCost of(String step, StepMachines machines, MachineTime time, Money perHour) {
    Money cost = perHour.times(machines.count()).perHourFor(time.duration());
    return new StepCost(
        step,
        machines,
        Optional.of(time),
        Optional.of(perHour),
        Optional.of(cost),
        Optional.empty());
  }

  static StepCost unknown(
      String step,
      StepMachines machines,
      Optional<MachineTime> time,
      Optional<Money> perHour,
      String why) {
    return new StepCost(step, machines, time, perHour, Optional.empty(), Optional.of(why));
  }
}
