package dev.retrain.kfp.ir;

import java.util.Optional;

/**
 * What a container needs. Limits bound it; requests reserve it (Vertex ignores requests).
 *
 * @param cpu what is reserved and allowed of processors, in cores
 * @param memory what is reserved and allowed of memory, in bytes
 * @param accelerator devices, by the name the service knows
 */
public record ContainerResources(
    Optional<Amount> cpu, Optional<Amount> memory, Optional<Accelerator> accelerator) {

  /** Returns whether no resource is requested. */
  public boolean isUnspecified() {
    return cpu.isEmpty() && memory.isEmpty() && accelerator.isEmpty();
  }

  /**
   * How much of a resource, in the two notations of the specification: current servers read the
   * text, older ones the number.
   *
   * @param text a Kubernetes quantity, such as {@code 500m} or {@code 8Gi}
   * @param number cores, or gigabytes (10^9 bytes)
   * @param reserved whether it is requested as well as limited
   */
  public record Amount(String text, double number, boolean reserved) {}

  /**
   * Devices.
   *
   * @param type {@code nvidia.com/gpu} on Kubeflow, {@code NVIDIA_TESLA_T4} and the like on Vertex
   * @param count at least 1
   */
  public record Accelerator(String type, int count) {}
}
