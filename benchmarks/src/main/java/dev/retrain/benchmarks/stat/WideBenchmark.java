package dev.retrain.benchmarks.stat;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.detect.Detail;
import dev.retrain.drift.detect.DriftDetector;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.WindowMeasures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Fifty numeric columns of a million rows against fitted references, on all cores. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 9)
@Fork(value = 1, jvmArgs = "-Xmx4g")
public class WideBenchmark {

  private static final int COLUMNS = 50;

  private double[][] references = {};
  private double[][] currents = {};
  private Dataset current = Dataset.of(Map.of());
  private DriftDetector detector = DriftDetector.against(current, DriftPolicy.standard());

  /** Draws fifty references and currents; every fifth column is tied. */
  @Setup
  public void draw() {
    Map<String, NumericColumn> left = new LinkedHashMap<>();
    Map<String, NumericColumn> right = new LinkedHashMap<>();
    references = new double[COLUMNS][];
    currents = new double[COLUMNS][];
    for (int i = 0; i < COLUMNS; i++) {
      references[i] = Samples.normal(i, 0, i % 5 == 0);
      currents[i] = Samples.normal(1000L + i, Samples.SHIFT, i % 5 == 0);
      left.put("f" + i, NumericColumn.of(references[i]));
      right.put("f" + i, NumericColumn.of(currents[i]));
    }
    detector = DriftDetector.against(Dataset.of(left), DriftPolicy.standard());
    current = Dataset.of(right);
  }

  /** PSI, KS, missing rate and design effect of all columns. */
  @Benchmark
  public WindowMeasures retrain() {
    return detector.with(Detail.DECISION).measure(current);
  }

  /** Returns a copy with the distances and the rank test, which sort every column. */
  @Benchmark
  public WindowMeasures retrainInFull() {
    return detector.measure(current);
  }

  /** Returns the KS statistics alone by Commons Statistics, on all cores too. */
  @Benchmark
  public double commonsStatisticsKsAlone() {
    return IntStream.range(0, COLUMNS)
        .parallel()
        .mapToDouble(
            i -> KolmogorovSmirnovTest.withDefaults().statistic(references[i], currents[i]))
        .sum();
  }
}
