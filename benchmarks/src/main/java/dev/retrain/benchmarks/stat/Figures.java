package dev.retrain.benchmarks.stat;

import dev.retrain.drift.stat.FittedNumeric;
import dev.retrain.drift.stat.KolmogorovSmirnov;
import dev.retrain.drift.stat.PopulationStability;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * Prints the figures of docs/performance.md for one thread: every contender by turns, in processor
 * time of the thread, so that other work on the machine falls on all alike.
 */
public final class Figures {

  private static final int ROUNDS = Integer.getInteger("rounds", 31);
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private double sink;

  private Figures() {}

  /**
   * Runs all comparisons and prints medians and minima in milliseconds.
   *
   * @param arguments names of shapes; all of them where there is none
   */
  public static void main(String[] arguments) {
    Figures figures = new Figures();
    List<Shape> shapes =
        arguments.length == 0
            ? List.of(Shape.values())
            : Arrays.stream(arguments).map(Shape::valueOf).toList();
    System.out.println("| shape | what | median ms | least ms | of a radix sort |");
    shapes.forEach(figures::compare);
    System.err.println("(" + figures.sink + ")");
  }

  private void compare(Shape shape) {
    double[] reference = shape.reference();
    double[] current = shape.current(reference);
    FittedNumeric fitted = FittedNumeric.fit(reference);
    double[] edges = fitted.binning().edges();
    KolmogorovSmirnovTest commons = KolmogorovSmirnovTest.withDefaults();
    Map<String, DoubleSupplier> contenders = new LinkedHashMap<>();
    contenders.put("radix sort of current", () -> RadixSort.sorted(current)[0]);
    contenders.put("KS, retrain", () -> KolmogorovSmirnov.test(fitted, current).hashCode());
    contenders.put("KS, Commons Statistics", () -> commons.statistic(reference, current));
    contenders.put("Arrays.sort of current", () -> arraysSort(current));
    contenders.put("PSI, retrain", () -> PopulationStability.test(fitted, current).hashCode());
    contenders.put("PSI, Arrays.binarySearch", () -> binarySearch(edges, current));
    contenders.put("fit, retrain", () -> FittedNumeric.fit(reference).present());
    contenders.put("fit, Arrays.sort", () -> arraysSort(reference));
    print(shape.name().toLowerCase(Locale.ROOT), contenders);
  }

  private void print(String shape, Map<String, DoubleSupplier> contenders) {
    Map<String, double[]> times = new LinkedHashMap<>();
    contenders.keySet().forEach(name -> times.put(name, new double[ROUNDS]));
    for (int round = -3; round < ROUNDS; round++) {
      for (Map.Entry<String, DoubleSupplier> contender : contenders.entrySet()) {
        long start = CLOCK.getCurrentThreadCpuTime();
        sink += contender.getValue().getAsDouble();
        double millis = (CLOCK.getCurrentThreadCpuTime() - start) / 1e6;
        if (round >= 0) {
          times.getOrDefault(contender.getKey(), new double[ROUNDS])[round] = millis;
        }
      }
    }
    times.values().forEach(Arrays::sort);
    double radix = times.values().iterator().next()[ROUNDS / 2];
    times.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f | %.2f |%n",
                shape,
                name,
                all[ROUNDS / 2],
                all[0],
                all[ROUNDS / 2] / radix));
  }

  private static double arraysSort(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[0];
  }

  private static double binarySearch(double[] edges, double[] values) {
    long[] counts = new long[edges.length + 1];
    for (double value : values) {
      int found = Arrays.binarySearch(edges, value);
      counts[found < 0 ? -found - 1 : found]++;
    }
    return counts[0];
  }
}
