package dev.retrain.examples.flights;

import java.util.Arrays;
import java.util.List;

/** How long a model takes to score one flight. */
final class Latency {

  private static final int WARM_UP = 2_000;
  private static final int MEASURED = 2_000;

  private Latency() {}

  /** Returns the 95th percentile of single scorings, in milliseconds, after a warm-up. */
  static double p95Millis(FlightsModel model, List<Flight> flights) {
    long[] nanos = new long[MEASURED];
    for (int i = -WARM_UP; i < MEASURED; i++) {
      Flight flight = flights.get(Math.floorMod(i, flights.size()));
      long start = System.nanoTime();
      model.score(flight);
      nanos[Math.max(i, 0)] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[(int) (MEASURED * 0.95)] / 1e6;
  }
}
