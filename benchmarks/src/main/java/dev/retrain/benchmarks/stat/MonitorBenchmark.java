package dev.retrain.benchmarks.stat;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.detect.DriftMonitor;
import dev.retrain.drift.detect.FrozenReference;
import dev.retrain.drift.detect.MonitorWindow;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A serving application's rows of twenty numeric features, one by one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class MonitorBenchmark {

  private static final int FEATURES = 20;
  private static final int KEPT_ROWS = 8192;

  private double[][] rows = {};
  private DriftMonitor monitor =
      DriftMonitor.on(
          FrozenReference.of(Dataset.of(Map.of())), MonitorWindow.tumbling(1), Clock.systemUTC());

  /** Where a thread is in the rows. */
  @State(Scope.Thread)
  public static class Position {
    private int next;
  }

  /** Freezes a reference and keeps rows to feed. */
  @Setup
  public void freeze() {
    Map<String, NumericColumn> columns = new LinkedHashMap<>();
    rows = new double[KEPT_ROWS][FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      double[] values = Samples.normal(i, 0, i % 5 == 0);
      columns.put("f" + i, NumericColumn.of(Arrays.copyOf(values, 100_000)));
      for (int row = 0; row < KEPT_ROWS; row++) {
        rows[row][i] = values[values.length - 1 - row];
      }
    }
    monitor =
        DriftMonitor.on(
            FrozenReference.of(Dataset.of(columns)),
            MonitorWindow.tumbling(10_000),
            Clock.systemUTC());
  }

  /** One thread. */
  @Benchmark
  @Threads(1)
  public void observe(Position position) {
    monitor.observe(rows[position.next++ & (KEPT_ROWS - 1)]);
  }

  /** Two threads on one monitor: time per row of each. */
  @Benchmark
  @Threads(2)
  public void observeOnTwoThreads(Position position) {
    monitor.observe(rows[position.next++ & (KEPT_ROWS - 1)]);
  }
}
