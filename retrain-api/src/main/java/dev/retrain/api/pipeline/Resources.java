package dev.retrain.api.pipeline;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a step needs, without naming a cloud. Each backend maps it to a machine; {@code plan} prints
 * the mapping.
 *
 * @param cpus cores, above 0; empty for the backend's default
 * @param memoryMiB at least 1; empty for the backend's default
 * @param gpus the accelerators
 * @param spotAllowed whether the step may run on capacity that can be taken away
 * @param nodes machines, at least 1
 * @param diskGiB scratch space; empty for the backend's default
 */
public record Resources(
    OptionalDouble cpus,
    OptionalLong memoryMiB,
    Optional<Gpu> gpus,
    boolean spotAllowed,
    int nodes,
    OptionalLong diskGiB) {

  /**
   * Accelerators per node.
   *
   * @param count at least 1
   * @param model the maker's model in lower case, such as {@code nvidia-t4}
   */
  public record Gpu(int count, String model) {
    private static final Pattern MODEL = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    /** Checks the form. */
    public Gpu {
      if (count < 1 || count > 64) {
        throw new IllegalArgumentException("a gpu count must lie from 1 to 64, is " + count);
      }
      if (!MODEL.matcher(model).matches()) {
        throw new IllegalArgumentException(
            "the gpu model '" + model + "' must look like nvidia-t4");
      }
    }
  }

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(Mi|Gi|Ti)");
  private static final Resources DEFAULT =
      new Resources(
          OptionalDouble.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          false,
          1,
          OptionalLong.empty());

  /** Checks the ranges. */
  public Resources {
    if (cpus.isPresent() && !(cpus.getAsDouble() > 0 && cpus.getAsDouble() <= 1024)) {
      throw new IllegalArgumentException("cpu must lie above 0 and up to 1024, is " + cpus);
    }
    if (memoryMiB.isPresent() && memoryMiB.getAsLong() < 1) {
      throw new IllegalArgumentException("memory must be at least 1 MiB");
    }
    if (nodes < 1 || nodes > 1000) {
      throw new IllegalArgumentException("nodes must lie from 1 to 1000, is " + nodes);
    }
    if (diskGiB.isPresent() && diskGiB.getAsLong() < 1) {
      throw new IllegalArgumentException("disk must be at least 1 GiB");
    }
  }

  /** Returns the backend's defaults on one node. */
  public static Resources unspecified() {
    return DEFAULT;
  }

  /** Returns a number of cores, with defaults for the rest. */
  public static Resources cpu(double cores) {
    return DEFAULT.withCpu(cores);
  }

  /** Returns a copy with a number of cores. */
  public Resources withCpu(double cores) {
    return new Resources(OptionalDouble.of(cores), memoryMiB, gpus, spotAllowed, nodes, diskGiB);
  }

  /** Returns a copy with memory such as {@code 8Gi} or {@code 512Mi}. */
  public Resources memory(String size) {
    return new Resources(cpus, OptionalLong.of(mebibytes(size)), gpus, spotAllowed, nodes, diskGiB);
  }

  /** Returns a copy with accelerators on each node. */
  public Resources gpu(int count, String model) {
    return new Resources(
        cpus, memoryMiB, Optional.of(new Gpu(count, model)), spotAllowed, nodes, diskGiB);
  }

  /** Returns a copy that may run on capacity that can be taken away, where the backend has it. */
  public Resources spot() {
    return new Resources(cpus, memoryMiB, gpus, true, nodes, diskGiB);
  }

  /** Returns a copy on several machines. */
  public Resources nodes(int count) {
    return new Resources(cpus, memoryMiB, gpus, spotAllowed, count, diskGiB);
  }

  /** Returns a copy with scratch space such as {@code 100Gi}, rounded up to whole GiB. */
  public Resources disk(String size) {
    long gibibytes = (mebibytes(size) + 1023) / 1024;
    return new Resources(cpus, memoryMiB, gpus, spotAllowed, nodes, OptionalLong.of(gibibytes));
  }

  private static long mebibytes(String size) {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + size + "' is not a size such as 512Mi, 8Gi or 1Ti");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "Mi" -> amount;
      case "Gi" -> amount * 1024;
      default -> amount * 1024 * 1024;
    };
  }

  private static String size(long mebibytes) {
    return mebibytes % 1024 == 0 ? mebibytes / 1024 + "Gi" : mebibytes + "Mi";
  }

  static Shape<Resources> shape() {
    ObjectShape.Builder<Gpu> gpu = ObjectShape.named("Gpu");
    var count = gpu.optional("count", Shapes.integer(1, 64), 1L, g -> (long) g.count(), "per node");
    var model = gpu.required("model", Shapes.text(), Gpu::model, "such as nvidia-t4");
    Shape<Gpu> gpuShape = gpu.build(f -> new Gpu(Math.toIntExact(f.get(count)), f.get(model)));
    ObjectShape.Builder<Resources> all = ObjectShape.named("Resources");
    var cpu =
        all.maybe("cpu", Shapes.number(0, 1024), r -> boxed(r.cpus()), "cores, may be a fraction");
    var memory =
        all.maybe(
            "memory",
            Shapes.text().as(Resources::mebibytes, Resources::size),
            r -> boxed(r.memoryMiB()),
            "such as 512Mi or 8Gi");
    var gpus = all.maybe("gpu", gpuShape, Resources::gpus, "accelerators on each node");
    var spot =
        all.optional(
            "spot",
            Shapes.bool(),
            false,
            Resources::spotAllowed,
            "whether capacity that can be taken away will do");
    var nodes =
        all.optional("nodes", Shapes.integer(1, 1000), 1L, r -> (long) r.nodes(), "machines");
    var disk =
        all.maybe(
            "disk",
            Shapes.text().as(Resources::mebibytes, Resources::size),
            r -> boxed(r.diskGiB()).map(gib -> gib * 1024),
            "scratch space, such as 100Gi");
    return all.build(
        f ->
            new Resources(
                f.find(cpu).map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                f.find(memory).map(OptionalLong::of).orElseGet(OptionalLong::empty),
                f.find(gpus),
                f.get(spot),
                Math.toIntExact(f.get(nodes)),
                f.find(disk)
                    .map(mib -> OptionalLong.of((mib + 1023) / 1024))
                    .orElseGet(OptionalLong::empty)));
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }
}
