package dev.retrain.kfp;

import dev.retrain.api.pipeline.Resources;
import dev.retrain.kfp.ir.ContainerResources;
import java.math.BigDecimal;
import java.util.Optional;

/** Processors and memory in the notations of the specification. */
public final class ResourceQuantities {

  private static final double BYTES_PER_MIB = 1024.0 * 1024.0;
  private static final double BYTES_PER_GB = 1e9;

  private ResourceQuantities() {}

  /** Returns the processors that a step requests. */
  public static Optional<ContainerResources.Amount> cpu(Resources resources, boolean reserved) {
    return resources.cpus().isEmpty()
        ? Optional.empty()
        : Optional.of(cpu(resources.cpus().getAsDouble(), reserved));
  }

  /** Returns the memory that a step requests. */
  public static Optional<ContainerResources.Amount> memory(Resources resources, boolean reserved) {
    return resources.memoryMiB().isEmpty()
        ? Optional.empty()
        : Optional.of(memory(resources.memoryMiB().getAsLong(), reserved));
  }

  private static ContainerResources.Amount cpu(double cores, boolean reserved) {
    long milli = (long) Math.ceil(cores * 1000);
    String text = milli % 1000 == 0 ? Long.toString(milli / 1000) : milli + "m";
    return new ContainerResources.Amount(
        text, BigDecimal.valueOf(milli, 3).doubleValue(), reserved);
  }

  private static ContainerResources.Amount memory(long mebibytes, boolean reserved) {
    String text = mebibytes % 1024 == 0 ? mebibytes / 1024 + "Gi" : mebibytes + "Mi";
    return new ContainerResources.Amount(text, mebibytes * BYTES_PER_MIB / BYTES_PER_GB, reserved);
  }
}
