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
 * The machines a step takes.
 *
 * @param type as {@code plan} prints it
 * @param count how many at once, at least 1
 * @param spot whether they may be taken away
 */
public record StepMachines(String type, int count, boolean spot) {

  private static final String MACHINE = "machine";

  /** Checks the range. */
  public StepMachines {
    requireNonNull(type);
    if (count < 1) {
      throw new IllegalArgumentException("a step takes at least 1 machine, not " + count);
    }
  }

  /**
   * What a backend gives a step. Where the backend names no machine, its type is what {@code plan}
   * prints in place, such as {@code cpu=4 memory=8Gi}. A search counts as all the trials that run
   * at once for the whole time of the step, which is more than it takes.
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

  /** A backend that only pretends to offer spot capacity bills the full price. */
  private static boolean isSpot(StepPlan plan) {
    String capacity = plan.resources().get("capacity");
    return capacity == null
        ? plan.features().get(Capability.SPOT) instanceof Support.Native
        : capacity.equals("spot");
  }

  /** {@code 2 x ml.m5.xlarge, spot}. */
  @Override
  public String toString() {
    return (count == 1 ? type : count + " x " + type) + (spot ? ", spot" : "");
  }
}
