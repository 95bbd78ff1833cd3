package dev.retrain.kfp;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Resources;
import java.util.Optional;

/**
 * What a step gets that names no resources; empty leaves it to the service.
 *
 * @param cpu cores
 * @param memory such as {@code 4Gi}
 */
public record MachineDefaults(Optional<Double> cpu, Optional<String> memory) {

  /** Leaves everything to the service. */
  public static final MachineDefaults NONE =
      new MachineDefaults(Optional.empty(), Optional.empty());

  /**
   * Checks both values.
   *
   * @throws IllegalArgumentException if one is no amount
   */
  public MachineDefaults {
    fill(Resources.unspecified(), cpu, memory);
  }

  /** Returns the same resources, with what is missing filled in. */
  public Resources fill(Resources resources) {
    return fill(resources, cpu, memory);
  }

  private static Resources fill(
      Resources resources, Optional<Double> cpu, Optional<String> memory) {
    Resources filled = resources;
    if (cpu.isPresent() && filled.cpus().isEmpty()) {
      filled = filled.withCpu(cpu.get());
    }
    if (memory.isPresent() && filled.memoryMiB().isEmpty()) {
      filled = filled.memory(memory.get());
    }
    return filled;
  }

  /** Returns {@code {cpu: 2, memory: 4Gi}}. */
  public static Shape<MachineDefaults> shape() {
    ObjectShape.Builder<MachineDefaults> defaults = ObjectShape.named("MachineDefaults");
    var cpu = defaults.maybe("cpu", Shapes.number(0, 1024), MachineDefaults::cpu, "cores");
    var memory = defaults.maybe("memory", Shapes.text(), MachineDefaults::memory, "such as 4Gi");
    return defaults.build(f -> new MachineDefaults(f.find(cpu), f.find(memory)));
  }
}
