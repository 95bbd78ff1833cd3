package dev.retrain.backend.vertex;

import dev.retrain.api.pipeline.Resources;
import dev.retrain.kfp.ir.ContainerResources;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The accelerators of Vertex AI: our names, the constants of {@code AcceleratorType}
 * (google.cloud.aiplatform.v1, read 2026-11), and how many one machine can have.
 */
final class VertexAccelerators {

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("nvidia-p100", "NVIDIA_TESLA_P100"),
          Map.entry("nvidia-v100", "NVIDIA_TESLA_V100"),
          Map.entry("nvidia-p4", "NVIDIA_TESLA_P4"),
          Map.entry("nvidia-t4", "NVIDIA_TESLA_T4"),
          Map.entry("nvidia-a100", "NVIDIA_TESLA_A100"),
          Map.entry("nvidia-a100-40gb", "NVIDIA_TESLA_A100"),
          Map.entry("nvidia-a100-80gb", "NVIDIA_A100_80GB"),
          Map.entry("nvidia-l4", "NVIDIA_L4"),
          Map.entry("nvidia-h100", "NVIDIA_H100_80GB"),
          Map.entry("nvidia-h100-mega", "NVIDIA_H100_MEGA_80GB"),
          Map.entry("nvidia-h200", "NVIDIA_H200_141GB"),
          Map.entry("nvidia-b200", "NVIDIA_B200"),
          Map.entry("nvidia-gb200", "NVIDIA_GB200"),
          Map.entry("nvidia-rtx-pro-6000", "NVIDIA_RTX_PRO_6000"));

  /** Cores and memory in GiB that go with one accelerator. */
  private record Share(int cores, int memoryGiB) {}

  /**
   * The smallest machine of the family that an accelerator belongs to, for one accelerator (Compute
   * Engine, GPU machine types; read 2026-12). All others are attached to N1 machines.
   */
  private static final Map<String, Share> SHARES =
      Map.ofEntries(
          Map.entry("NVIDIA_L4", new Share(4, 16)),
          Map.entry("NVIDIA_TESLA_A100", new Share(12, 85)),
          Map.entry("NVIDIA_A100_80GB", new Share(12, 170)),
          Map.entry("NVIDIA_H100_80GB", new Share(26, 234)),
          Map.entry("NVIDIA_H100_MEGA_80GB", new Share(26, 234)),
          Map.entry("NVIDIA_H200_141GB", new Share(28, 369)),
          Map.entry("NVIDIA_B200", new Share(28, 496)),
          Map.entry("NVIDIA_RTX_PRO_6000", new Share(48, 180)));

  private static final Share N1 = new Share(4, 15);

  /** The largest limits that a task can have. */
  private static final int MAX_CORES = 96;

  private static final int MAX_MEMORY_GIB = 624;

  private static final Set<Integer> COUNTS = Set.of(1, 2, 4, 8, 16);

  /** The most in one machine, where it is not 16 (Compute Engine, GPU machine types). */
  private static final Map<String, Integer> MOST =
      Map.ofEntries(
          Map.entry("NVIDIA_TESLA_T4", 4),
          Map.entry("NVIDIA_TESLA_P4", 4),
          Map.entry("NVIDIA_TESLA_P100", 4),
          Map.entry("NVIDIA_TESLA_V100", 8),
          Map.entry("NVIDIA_L4", 8),
          Map.entry("NVIDIA_A100_80GB", 8),
          Map.entry("NVIDIA_H100_80GB", 8),
          Map.entry("NVIDIA_H100_MEGA_80GB", 8),
          Map.entry("NVIDIA_H200_141GB", 8),
          Map.entry("NVIDIA_B200", 8),
          Map.entry("NVIDIA_RTX_PRO_6000", 8));

  private VertexAccelerators() {}

  static Optional<String> type(String model) {
    return Optional.ofNullable(TYPES.get(model));
  }

  /**
   * Returns whether a text looks like a constant; settings and hints may name ones newer than this
   * list.
   */
  static boolean isType(String type) {
    return type.matches("[A-Z][A-Z0-9_]{1,60}");
  }

  /**
   * Returns the resources of a task with accelerators, with cores and memory of a machine that can
   * carry them: without limits a task gets an E2 machine, which takes no accelerator.
   */
  static Resources carried(Resources resources, ContainerResources.Accelerator accelerators) {
    Share share = SHARES.getOrDefault(accelerators.type(), N1);
    Resources filled = resources;
    if (filled.cpus().isEmpty()) {
      filled = filled.withCpu(Math.min(MAX_CORES, share.cores() * accelerators.count()));
    }
    if (filled.memoryMiB().isEmpty()) {
      int gibibytes = Math.min(MAX_MEMORY_GIB, share.memoryGiB() * accelerators.count());
      filled = filled.memory(gibibytes + "Gi");
    }
    return filled;
  }

  static String known() {
    return String.join(", ", TYPES.keySet().stream().sorted().toList());
  }

  /** Returns whether one machine can have this many accelerators of a type. */
  static boolean isCount(int count, String type) {
    return COUNTS.contains(count) && count <= MOST.getOrDefault(type, 16);
  }
}
