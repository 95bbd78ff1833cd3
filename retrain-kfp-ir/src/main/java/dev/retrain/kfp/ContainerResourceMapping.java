package dev.retrain.kfp;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.kfp.ir.ContainerResources;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Maps the resources of a step to those of its container.
 *
 * @param service its name, by which a step's hints are found
 * @param defaults for a step that names no cpu or memory
 * @param reserved whether amounts are reserved, or only limited
 * @param acceleratorTypes the service's name of an accelerator, by its model
 * @param carrier adds what the machine of some accelerators has to the resources of a step that
 *     names no cpu or memory; the defaults fill what is still missing
 */
public record ContainerResourceMapping(
    String service,
    MachineDefaults defaults,
    boolean reserved,
    Function<String, Optional<String>> acceleratorTypes,
    BiFunction<Resources, ContainerResources.Accelerator, Resources> carrier) {

  /** The hint of a step that names the accelerator's type instead of the settings. */
  public static final String ACCELERATOR_HINT = "accelerator";

  /** Returns the resources of a step, with the defaults filled in. */
  public Resources resources(Execution execution) {
    Resources named = execution.resources();
    return defaults.fill(
        accelerator(execution).map(devices -> carrier.apply(named, devices)).orElse(named));
  }

  /** Returns what the container gets; empty leaves the choice to the service. */
  public Optional<ContainerResources> machine(Execution execution) {
    Resources resources = resources(execution);
    ContainerResources machine =
        new ContainerResources(
            ResourceQuantities.cpu(resources, reserved),
            ResourceQuantities.memory(resources, reserved),
            accelerator(execution));
    return machine.isUnspecified() ? Optional.empty() : Optional.of(machine);
  }

  /** Returns the accelerators of a step; empty also where the service has no name for the model. */
  public Optional<ContainerResources.Accelerator> accelerator(Execution execution) {
    Optional<String> hint = Optional.ofNullable(execution.hints(service).get(ACCELERATOR_HINT));
    return execution
        .resources()
        .gpus()
        .flatMap(
            gpu ->
                hint.or(() -> acceleratorTypes.apply(gpu.model()))
                    .map(type -> new ContainerResources.Accelerator(type, gpu.count())));
  }
}
