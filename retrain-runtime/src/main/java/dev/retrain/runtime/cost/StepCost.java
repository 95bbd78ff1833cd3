package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Holds the cost of one step, or why it is unknown.
 *
 * @param step name of the step
 * @param machines machines it uses
 * @param time how long it uses them; empty if unknown
 * @param perHour price of one machine per hour; empty if there is none
 * @param cost price times machines times time; empty if one of them is unknown
 * @param unknown why the cost is unknown; empty if it is known
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
