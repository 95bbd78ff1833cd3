package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Plan.StepPlan;
import dev.retrain.spi.backend.Support;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Describes the machines of a step.
 *
 * @param type machine type, as {@code plan} prints it
 * @param count number of machines at once, at least 1
 * @param spot whether they are spot machines
 */
public record StepMachines(String type, int count, boolean spot) {

  private static final String MACHINE = "machine";

  /** Checks the range. */
  public StepMachines {
    requireNonNull(type);
    if (count < 1) {
      throw new IllegalArgumentException("a step uses at least 1 machine, got " + count);
    }
  }

  /**
   * Returns the machines that a backend assigns to a step. If the backend names no machine, the
   * type is what {@code plan} prints instead, such as {@code cpu=4 memory=8Gi}. A search counts all
   * concurrent trials for the whole time of the step, which overestimates it.
   */
  static StepMachines of(StepPlan plan, Step step) {
    int nodes = step.task().execution().resources().nodes();
    int trials =
        step instanceof Step.Tune tune ? tune.search().map(Search::parallelism).orElse(1) : 1;
    return new StepMachines(type(plan.resources()), nodes * trials, isSpot(plan));
  }

  private static String type(Map<String, String> resources) {
    String machine = resources.get(MACHINE);
    return machine == null
        ? resources.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "))
        : machine;
  }

  /**
   * Returns whether spot machines are used: a backend that only emulates them bills the full price.
   */
  private static boolean isSpot(StepPlan plan) {
    String capacity = plan.resources().get("capacity");
    return capacity == null
        ? plan.features().get(Capability.SPOT) instanceof Support.Native
        : capacity.equals("spot");
  }

  /** Returns a text such as {@code 2 x ml.m5.xlarge, spot}. */
  @Override
  public String toString() {
    return (count == 1 ? type : count + " x " + type) + (spot ? ", spot" : "");
  }
}
