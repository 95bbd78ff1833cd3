package dev.retrain.backend.vertex;

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

  private static final Set<Integer> COUNTS = Set.of(1, 2, 4, 8, 16);

  private VertexAccelerators() {}

  static Optional<String> type(String model) {
    return Optional.ofNullable(TYPES.get(model));
  }

  /**
   * Whether a text looks like a constant; settings and hints may name ones newer than this list.
   */
  static boolean isType(String type) {
    return type.matches("[A-Z][A-Z0-9_]{1,60}");
  }

  static String known() {
    return String.join(", ", TYPES.keySet().stream().sorted().toList());
  }

  static boolean isCount(int count) {
    return COUNTS.contains(count);
  }
}
