package dev.retrain.drift.stat;

/**
 * Finds how many of many ascending edges are below a value: equal steps of the range between the
 * first and the last edge say among which edges to search.
 *
 * <p>The step of a value is a monotone function of it, so edges in lower steps are below it and
 * those in higher steps are not, whatever rounding does.
 */
final class EdgeSearch {

  private static final int STEPS_PER_EDGE = 2;

  private final double[] edges;
  private final double low;
  private final double scale;

  /** How many edges are in the steps before each; one more entry for all of them. */
  private final short[] before;

  EdgeSearch(double[] edges) {
    this.edges = edges;
    int steps = edges.length > Short.MAX_VALUE ? 1 : STEPS_PER_EDGE * edges.length + 1;
    this.low = edges.length == 0 ? 0 : edges[0];
    double range = edges.length == 0 ? 0 : edges[edges.length - 1] - low;
    this.scale = range > 0 && range < Double.MAX_VALUE ? (steps - 1) / range : 0;
    this.before = new short[steps + 1];
    int edge = 0;
    for (int step = 0; step < steps && edges.length <= Short.MAX_VALUE; step++) {
      before[step] = (short) edge;
      while (edge < edges.length && step(edges[edge]) <= step) {
        edge++;
      }
    }
    before[steps] = (short) edge;
  }

  private int step(double value) {
    int step = (int) ((value - low) * scale);
    return Math.max(0, Math.min(before.length - 2, step));
  }

  /** Returns how many edges are below the value, which must not be NaN. */
  int below(double value) {
    int base = 0;
    int length = edges.length;
    if (before.length > 2) {
      int step = step(value);
      base = before[step];
      length = before[step + 1] - base;
    }
    while (length > 0) {
      int half = (length + 1) >>> 1;
      base = edges[base + half - 1] < value ? base + half : base;
      length -= half;
    }
    return base;
  }
}
