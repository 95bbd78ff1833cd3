package dev.retrain.benchmarks.stat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Prints the figures of docs/performance.md for all cores: fifty columns, and rows one by one.
 *
 * <p>Wall time and processor time of the whole process; on an idle machine the former is the latter
 * divided by the number of cores.
 */
public final class WideFigures {

  private static final int ROUNDS = 15;
  private static final int ROWS = 2_000_000;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private WideFigures() {}

  /** Runs all comparisons and prints medians. */
  public static void main(String[] arguments) {
    MonitorBenchmark monitor = new MonitorBenchmark();
    monitor.freeze();
    print("observe, ms for 2 million rows on one thread", () -> observe(monitor, ROWS));
    print("observe, ms for 2 million rows on two threads", () -> onTwoThreads(monitor));
    WideBenchmark wide = new WideBenchmark();
    wide.draw();
    print("PSI and KS of 50 columns, ms", wide::retrain);
    print("all measures of 50 columns, ms", wide::retrainInFull);
    print("KS of 50 columns by Commons Statistics, ms", wide::commonsStatisticsKsAlone);
  }

  private static void observe(MonitorBenchmark monitor, int rows) {
    MonitorBenchmark.Position position = new MonitorBenchmark.Position();
    for (int i = 0; i < rows; i++) {
      monitor.observe(position);
    }
  }

  private static void onTwoThreads(MonitorBenchmark monitor) {
    Thread other = new Thread(() -> observe(monitor, ROWS / 2));
    other.start();
    observe(monitor, ROWS / 2);
    try {
      other.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(String what, Runnable work) {
    double[] wall = new double[ROUNDS];
    double[] processors = new double[ROUNDS];
    for (int round = -2; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long busy = SYSTEM.getProcessCpuTime();
      work.run();
      if (round >= 0) {
        wall[round] = (System.nanoTime() - start) / 1e6;
        processors[round] = (SYSTEM.getProcessCpuTime() - busy) / 1e6;
      }
    }
    Arrays.sort(wall);
    Arrays.sort(processors);
    System.out.printf(
        "| %s | wall %.0f, least %.0f | processors %.0f, least %.0f |%n",
        what, wall[ROUNDS / 2], wall[0], processors[ROUNDS / 2], processors[0]);
  }
}
