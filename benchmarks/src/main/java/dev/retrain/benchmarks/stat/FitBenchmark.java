package dev.retrain.benchmarks.stat;

import dev.retrain.drift.stat.FittedNumeric;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.datasketches.kll.KllDoublesSketch;
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

/** Fitting a reference of a million rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class FitBenchmark {

  /** The shape of the data. */
  @Param({"continuous", "tied"})
  public String shape = "continuous";

  private double[] reference = {};

  /** Draws the reference. */
  @Setup
  public void draw() {
    reference = Samples.normal(1, 0, shape.equals("tied"));
  }

  /** Sorts, cuts buckets and freezes bins. */
  @Benchmark
  public FittedNumeric retrain() {
    return FittedNumeric.fit(reference);
  }

  /** Returns the library's sort of the same rows. */
  @Benchmark
  public double[] arraysSort() {
    double[] sorted = reference.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Returns a KLL sketch of the same rows, k = 800. */
  @Benchmark
  public KllDoublesSketch dataSketchesKll() {
    KllDoublesSketch sketch = KllDoublesSketch.newHeapInstance(800);
    for (double value : reference) {
      sketch.update(value);
    }
    return sketch;
  }
}
