package dev.retrain.benchmarks.stat;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.detect.Detail;
import dev.retrain.drift.detect.DriftDetector;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.WindowMeasures;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows what PSI and KS of fifty columns of a million rows need beside the data, by the heap they
 * fit into: run it with {@code -XX:+UseSerialGC -Xmn24m -Xmx864m}. The fitted references and the
 * current columns are 400 MB each, so what is left for the comparison, its garbage and the virtual
 * machine is 64 MB; an {@link OutOfMemoryError} shows that it was not enough.
 */
public final class WideMemory {

  private static final int COLUMNS = 50;

  private WideMemory() {}

  /** Fits references, drops their data, draws current data and compares them several times. */
  public static void main(String[] arguments) {
    DriftDetector detector =
        DriftDetector.against(draw(0, 0), DriftPolicy.standard()).with(Detail.DECISION);
    Dataset current = draw(1000, Samples.SHIFT);
    System.gc();
    long before = used();
    for (int round = 0; round < 5; round++) {
      WindowMeasures measures = detector.measure(current);
      if (measures.features().size() != COLUMNS) {
        throw new IllegalStateException("columns are missing");
      }
    }
    System.out.printf(
        "live before %d MB, heap at most %d MB: %d MB left were enough%n",
        before >> 20,
        Runtime.getRuntime().maxMemory() >> 20,
        (Runtime.getRuntime().maxMemory() - before) >> 20);
  }

  private static Dataset draw(long seed, double mean) {
    Map<String, NumericColumn> columns = new LinkedHashMap<>();
    for (int i = 0; i < COLUMNS; i++) {
      columns.put("f" + i, NumericColumn.of(Samples.normal(seed + i, mean, i % 5 == 0)));
    }
    return Dataset.of(columns);
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
