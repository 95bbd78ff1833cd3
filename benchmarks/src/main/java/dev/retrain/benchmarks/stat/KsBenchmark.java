package dev.retrain.benchmarks.stat;

import dev.retrain.drift.stat.FittedNumeric;
import dev.retrain.drift.stat.KolmogorovSmirnov;
import dev.retrain.drift.stat.SortedSample;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The exact two-sample Kolmogorov-Smirnov statistic of a million rows a side. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class KsBenchmark {

  /** The shape of the data; {@code identical} is the reference itself. */
  @Param({"continuous", "tied", "identical"})
  public String shape = "continuous";

  private double[] reference = {};
  private double[] current = {};
  private FittedNumeric fitted = FittedNumeric.fit();

  /** Draws both samples and fits the reference. */
  @Setup
  public void draw() {
    boolean tied = shape.equals("tied");
    reference = Samples.normal(1, 0, tied);
    boolean identical = shape.equals("identical");
    current = identical ? reference.clone() : Samples.normal(2, Samples.SHIFT, tied);
    fitted = FittedNumeric.fit(reference);
  }

  /** Branch and bound against the fitted reference, p-value included. */
  @Benchmark
  public Object retrain() {
    return KolmogorovSmirnov.test(fitted, current);
  }

  /** Commons Statistics, statistic only. */
  @Benchmark
  public double commonsStatistics() {
    return KolmogorovSmirnovTest.withDefaults().statistic(reference, current);
  }

  /** Returns a radix sort of the current sample, before any comparison. */
  @Benchmark
  public SortedSample radixSortOfCurrent() {
    return SortedSample.of(current);
  }

  /** Returns the library's sort of the current sample, before any comparison. */
  @Benchmark
  public double[] arraysSortOfCurrent() {
    double[] sorted = current.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
