package dev.retrain.translation;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Resources;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A kind of machine a service offers.
 *
 * @param name as the service knows it
 * @param cpus cores, above 0
 * @param memoryGiB above 0
 * @param gpus its accelerators
 * @param diskGiB its own scratch space; empty where a volume of any size can be attached
 */
public record MachineType(
    String name,
    double cpus,
    double memoryGiB,
    Optional<Resources.Gpu> gpus,
    OptionalLong diskGiB) {

  private static final double MIB_PER_GIB = 1024;

  /** Checks the ranges. */
  public MachineType {
    if (name.isBlank() || !(cpus > 0) || !(memoryGiB > 0)) {
      throw new IllegalArgumentException("a machine needs a name, cores and memory, has " + name);
    }
  }

  /** Returns a machine without accelerators to which volumes are attached. */
  public static MachineType of(String name, double cpus, double memoryGiB) {
    return new MachineType(name, cpus, memoryGiB, Optional.empty(), OptionalLong.empty());
  }

  /** Returns a copy with accelerators. */
  public MachineType withGpus(int count, String model) {
    return new MachineType(
        name, cpus, memoryGiB, Optional.of(new Resources.Gpu(count, model)), diskGiB);
  }

  /** Returns a copy with scratch space of its own and no way to attach more. */
  public MachineType withDisk(long gibibytes) {
    return new MachineType(name, cpus, memoryGiB, gpus, OptionalLong.of(gibibytes));
  }

  /**
   * Returns whether one such machine is enough for one node of a step. A machine with accelerators
   * never fits a step that requests none: its price would be wasted.
   */
  public boolean fits(Resources needs) {
    return needs.cpus().orElse(0) <= cpus
        && needs.memoryMiB().orElse(0) <= memoryGiB * MIB_PER_GIB
        && (diskGiB.isEmpty() || needs.diskGiB().orElse(0) <= diskGiB.getAsLong())
        && fitsGpus(needs);
  }

  private boolean fitsGpus(Resources needs) {
    return needs
        .gpus()
        .map(
            wanted ->
                gpus.filter(own -> own.model().equals(wanted.model()))
                    .filter(own -> own.count() >= wanted.count())
                    .isPresent())
        .orElse(gpus.isEmpty());
  }

  /**
   * Returns the document form: {@code {name: ml.m5.xlarge, cpu: 4, memoryGiB: 16}}, with {@code
   * gpu} and {@code diskGiB}.
   */
  public static Shape<MachineType> shape() {
    ObjectShape.Builder<MachineType> all = ObjectShape.named("MachineType");
    var name = all.required("name", Shapes.text(), MachineType::name, "as the service knows it");
    var cpu = all.required("cpu", Shapes.number(0, 1024), MachineType::cpus, "cores");
    var memory =
        all.required("memoryGiB", Shapes.number(0, 1e6), MachineType::memoryGiB, "its memory");
    var gpus = all.maybe("gpu", gpu(), MachineType::gpus, "its accelerators");
    var disk =
        all.maybe(
            "diskGiB",
            Shapes.integer(1, 1_000_000),
            m -> m.diskGiB().isPresent() ? Optional.of(m.diskGiB().getAsLong()) : Optional.empty(),
            "its own scratch space; left out where volumes are attached");
    return all.build(
        f ->
            new MachineType(
                f.get(name),
                f.get(cpu),
                f.get(memory),
                f.find(gpus),
                f.find(disk).map(OptionalLong::of).orElseGet(OptionalLong::empty)));
  }

  private static Shape<Resources.Gpu> gpu() {
    ObjectShape.Builder<Resources.Gpu> gpu = ObjectShape.named("MachineGpu");
    var count =
        gpu.optional("count", Shapes.integer(1, 64), 1L, g -> (long) g.count(), "in one machine");
    var model = gpu.required("model", Shapes.text(), Resources.Gpu::model, "such as nvidia-t4");
    return gpu.build(f -> new Resources.Gpu(Math.toIntExact(f.get(count)), f.get(model)));
  }
}
