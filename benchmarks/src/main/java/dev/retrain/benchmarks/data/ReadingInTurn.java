package dev.retrain.benchmarks.data;

import com.sun.management.OperatingSystemMXBean;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Our readers and DuckDB in turn, so that whatever else the machine does hits all of them alike;
 * prints the median wall and processor time of 15 turns after 5 unmeasured ones, in nanoseconds per
 * value.
 */
public final class ReadingInTurn {
  private static final int WARM_UP = 5;
  private static final int TURNS = 15;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ReadingInTurn() {}

  /** Runs every reader in turn; takes no arguments. */
  public static void main(String[] arguments) throws IOException, SQLException {
    Files4M files = new Files4M();
    files.make();
    Reading reading = new Reading();
    Map<String, Callable<Object>> readers = new LinkedHashMap<>();
    readers.put("csv: read", () -> reading.csvRead(files));
    readers.put(
        "csv: stream", () -> Dataset.stream(files.csv(), ReadOptions.standard(), batch -> {}));
    readers.put("csv: DuckDB table", () -> reading.csvDuckDbTable(files));
    readers.put("csv: DuckDB sum", () -> reading.csvDuckDbSum(files));
    readers.put("parquet: read", () -> reading.parquetRead(files));
    readers.put("parquet: read and sum", () -> reading.parquetReadAndSum(files));
    readers.put("parquet: DuckDB sum", () -> reading.parquetDuckDbSum(files));
    readers.put("parquet: DuckDB rows", () -> reading.parquetDuckDbRows(files));
    readers.put("parquet: profile", () -> reading.parquetProfile(files));
    print(readers);
    files.close();
  }

  private static void print(Map<String, Callable<Object>> readers) {
    Map<String, double[][]> times = new LinkedHashMap<>();
    readers.keySet().forEach(name -> times.put(name, new double[2][TURNS]));
    for (int turn = -WARM_UP; turn < TURNS; turn++) {
      for (Map.Entry<String, Callable<Object>> reader : readers.entrySet()) {
        double[] time = time(reader.getValue());
        if (turn >= 0) {
          double[][] kept = Objects.requireNonNull(times.get(reader.getKey()));
          kept[0][turn] = time[0];
          kept[1][turn] = time[1];
        }
      }
    }
    times.forEach(
        (name, kept) ->
            System.out.printf(
                "%-24s wall %6.2f (min %6.2f)   processors %6.2f (min %6.2f)%n",
                name, median(kept[0]), kept[0][0], median(kept[1]), kept[1][0]));
  }

  private static double[] time(Callable<Object> reader) {
    long processor = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    try {
      if (reader.call() == null) {
        throw new IllegalStateException("nothing was read");
      }
    } catch (Exception failed) {
      throw new IllegalStateException("a reader failed", failed);
    }
    double wall = System.nanoTime() - start;
    double busy = SYSTEM.getProcessCpuTime() - processor;
    return new double[] {wall / Files4M.VALUES, busy / Files4M.VALUES};
  }

  /** Sorts as well: the smallest comes first. */
  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
