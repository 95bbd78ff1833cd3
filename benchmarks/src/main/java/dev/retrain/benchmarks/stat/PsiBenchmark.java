package dev.retrain.benchmarks.stat;

import dev.retrain.drift.stat.FittedNumeric;
import dev.retrain.drift.stat.PopulationStability;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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

/** The population stability index of a million current rows over ten fitted bins. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class PsiBenchmark {

  /** The shape of the data. */
  @Param({"continuous", "tied"})
  public String shape = "continuous";

  private double[] current = {};
  private double[] edges = {};
  private FittedNumeric fitted = FittedNumeric.fit();

  /** Draws both samples and fits the reference. */
  @Setup
  public void draw() {
    boolean tied = shape.equals("tied");
    fitted = FittedNumeric.fit(Samples.normal(1, 0, tied));
    edges = fitted.binning().edges();
    current = Samples.normal(2, Samples.SHIFT, tied);
  }

  /** Returns the index with its p-value. */
  @Benchmark
  public Object retrain() {
    return PopulationStability.test(fitted, current);
  }

  /** Counting by the library's binary search, nothing else. */
  @Benchmark
  public long[] arraysBinarySearch() {
    long[] counts = new long[edges.length + 1];
    for (double value : current) {
      int found = Arrays.binarySearch(edges, value);
      counts[found < 0 ? -found - 1 : found]++;
    }
    return counts;
  }
}
