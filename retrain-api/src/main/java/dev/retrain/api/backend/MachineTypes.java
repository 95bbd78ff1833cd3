package dev.retrain.api.backend;

import dev.retrain.api.pipeline.Resources;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The machines a service offers, the preferred first: usually the cheapest.
 *
 * @param types at least one
 */
public record MachineTypes(List<MachineType> types) {

  /** Copies the list. */
  public MachineTypes {
    types = List.copyOf(types);
  }

  /** The first machine that is enough for one node of a step. */
  public Optional<MachineType> firstFor(Resources needs) {
    return types.stream().filter(type -> type.fits(needs)).findFirst();
  }

  /** A machine by name. */
  public Optional<MachineType> named(String name) {
    return types.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  /** The models of accelerators among them, sorted. */
  public Set<String> gpuModels() {
    Set<String> models = new TreeSet<>();
    types.forEach(type -> type.gpus().ifPresent(gpu -> models.add(gpu.model())));
    return models;
  }
}
