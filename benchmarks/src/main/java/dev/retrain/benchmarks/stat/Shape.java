package dev.retrain.benchmarks.stat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** A million reference and a million current values of every shape on which algorithms differ. */
enum Shape {
  /** N(0, 1) against N(0.01, 1). */
  CONTINUOUS,
  /** The same rounded to tenths. */
  TIED,
  /** The reference itself in its order. */
  IDENTICAL,
  /** The reference itself, ascending. */
  SORTED,
  /** The reference itself, descending. */
  REVERSED,
  /** The reference itself, tied. */
  IDENTICAL_TIED,
  /** One value on both sides. */
  CONSTANT,
  /** Normal against one value. */
  CONSTANT_CURRENT,
  /** One value against normal. */
  CONSTANT_REFERENCE,
  /** Three values. */
  FEW,
  /** Rounded to thousandths: thousands of distinct values. */
  THOUSANDTHS,
  /** Tied against continuous. */
  TIED_REFERENCE,
  /** Half zeros, half exponential. */
  ZERO_INFLATED,
  /** Log-normal with sigma 3. */
  HEAVY_TAILS,
  /** A thousand clusters far narrower than the gaps between them. */
  CLUSTERS,
  /** The same clusters on both sides, value by value. */
  IDENTICAL_CLUSTERS,
  /** Uniform against the lower half of it. */
  HALVED,
  /** No overlap. */
  APART;

  double[] reference() {
    return switch (this) {
      case TIED, IDENTICAL_TIED, TIED_REFERENCE -> Samples.normal(1, 0, true);
      case CONSTANT, CONSTANT_REFERENCE -> filled(() -> 4.2);
      case CLUSTERS, IDENTICAL_CLUSTERS -> clusters(1);
      case FEW, THOUSANDTHS, ZERO_INFLATED, HEAVY_TAILS, HALVED -> drawn(1);
      default -> Samples.normal(1, 0, false);
    };
  }

  double[] current(double[] reference) {
    return switch (this) {
      case IDENTICAL, IDENTICAL_TIED, IDENTICAL_CLUSTERS -> reference.clone();
      case SORTED, REVERSED -> ordered(reference, this == REVERSED);
      case TIED -> Samples.normal(2, Samples.SHIFT, true);
      case CONSTANT, CONSTANT_CURRENT -> filled(() -> 4.2);
      case CLUSTERS -> clusters(2);
      case FEW, THOUSANDTHS, ZERO_INFLATED, HEAVY_TAILS -> drawn(2);
      case HALVED -> Arrays.stream(drawn(2)).map(x -> x / 2).toArray();
      case APART -> Samples.normal(2, 100, false);
      default -> Samples.normal(2, Samples.SHIFT, false);
    };
  }

  private double[] drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return switch (this) {
      case FEW -> filled(() -> random.nextInt(3));
      case THOUSANDTHS -> filled(() -> Math.rint(random.nextGaussian() * 1000) / 1000);
      case ZERO_INFLATED ->
          filled(() -> random.nextBoolean() ? 0 : -Math.log1p(-random.nextDouble()));
      case HEAVY_TAILS -> filled(() -> Math.exp(3 * random.nextGaussian()));
      default -> filled(random::nextDouble);
    };
  }

  private static double[] clusters(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return filled(() -> 1 + random.nextInt(1000) + random.nextGaussian() * 1e-9);
  }

  private static double[] filled(DoubleSupplier source) {
    double[] values = new double[Samples.ROWS];
    Arrays.setAll(values, i -> source.getAsDouble());
    return values;
  }

  private static double[] ordered(double[] values, boolean backwards) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] ordered = new double[sorted.length];
    Arrays.setAll(ordered, i -> sorted[backwards ? sorted.length - 1 - i : i]);
    return ordered;
  }
}
