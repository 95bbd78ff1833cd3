package dev.retrain.translation;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Preflight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The machines a service offers, the preferred first: usually the cheapest.
 *
 * @param types in order of preference; at least one
 */
public record MachineTypes(List<MachineType> types) {

  /** Copies the list. */
  public MachineTypes {
    types = List.copyOf(types);
  }

  /** Returns the first machine that is enough for one node of a step. */
  public Optional<MachineType> firstFor(Resources needs) {
    return types.stream().filter(type -> type.fits(needs)).findFirst();
  }

  /** Returns a machine by name. */
  public Optional<MachineType> named(String name) {
    return types.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  /** Returns the models of accelerators among them, sorted. */
  public Set<String> gpuModels() {
    Set<String> models = new TreeSet<>();
    types.forEach(type -> type.gpus().ifPresent(gpu -> models.add(gpu.model())));
    return models;
  }

  /**
   * Returns the problem that no machine is large enough for a step.
   *
   * @param noun what the service calls a machine
   */
  public Problem tooSmall(Step step, String noun) {
    Resources needs = step.task().execution().resources();
    Set<String> models = gpuModels();
    String path = "steps." + step.name() + ".resources";
    String owner = "step " + step.name();
    return needs
        .gpus()
        .filter(gpu -> !models.contains(gpu.model()))
        .map(
            gpu ->
                Problem.error(
                    Preflight.UNSUPPORTED,
                    path + ".gpu",
                    owner,
                    "no " + noun + " has the accelerator " + gpu.model(),
                    "There are "
                        + String.join(", ", models)
                        + "; or list a machine in the settings"))
        .orElseGet(
            () ->
                Problem.error(
                    "no-machine",
                    path,
                    owner,
                    "no " + noun + " is enough for " + describe(needs),
                    "Request less, or list a larger machine in the settings"));
  }

  /** Describes the requested resources; disks count only where machines come with one. */
  private String describe(Resources needs) {
    List<String> words = new ArrayList<>();
    needs.cpus().ifPresent(cpus -> words.add(cpus + " cores"));
    needs.memoryMiB().ifPresent(mebibytes -> words.add(mebibytes + " MiB"));
    needs.gpus().ifPresent(gpu -> words.add(gpu.count() + " " + gpu.model()));
    if (types.stream().anyMatch(type -> type.diskGiB().isPresent())) {
      needs.diskGiB().ifPresent(gibibytes -> words.add(gibibytes + " GiB of disk"));
    }
    return String.join(", ", words);
  }
}
