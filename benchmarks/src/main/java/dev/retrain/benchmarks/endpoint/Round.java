package dev.retrain.benchmarks.endpoint;

import java.util.Arrays;
import java.util.Locale;

/** What one round of load saw. */
final class Round {

  private final double seconds;
  private final long[] sortedNanos;
  private final long refused;
  private final double cpuMicros;

  private Round(double seconds, long[] sortedNanos, long refused, double cpuMicros) {
    this.seconds = seconds;
    this.sortedNanos = sortedNanos;
    this.refused = refused;
    this.cpuMicros = cpuMicros;
  }

  /**
   * Returns the totals over all connections.
   *
   * @param nanos latency of every answer, by connection
   * @param refused answers other than 200
   * @param cpuNanos processor time of the whole process
   */
  static Round of(double seconds, long[][] nanos, long refused, long cpuNanos) {
    long[] all = Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
    return new Round(seconds, all, refused, cpuNanos / 1e3 / all.length);
  }

  int answers() {
    return sortedNanos.length;
  }

  double perSecond() {
    return answers() / seconds;
  }

  double millis(double share) {
    return sortedNanos[(int) Math.min(answers() - 1L, Math.round(share * answers()))] / 1e6;
  }

  String describe() {
    return String.format(
        Locale.ROOT,
        "%,9.0f requests/s  p50 %.2f  p95 %.2f  p99 %.2f  max %.1f ms  %.1f us processor each,"
            + " %d refused",
        perSecond(),
        millis(0.5),
        millis(0.95),
        millis(0.99),
        sortedNanos[answers() - 1] / 1e6,
        cpuMicros,
        refused);
  }
}
