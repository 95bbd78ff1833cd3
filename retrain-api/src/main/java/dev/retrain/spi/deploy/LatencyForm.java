package dev.retrain.spi.deploy;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a target reports latency.
 *
 * @param counted whether it counts requests in a histogram, or above limits that are asked for
 * @param quantiles those it reports for each interval where it does not count, from 0 to 1
 */
public record LatencyForm(boolean counted, Set<Double> quantiles) {

  /** The form of a target that counts durations. */
  public static final LatencyForm COUNTED = new LatencyForm(true, Set.of());

  /** The form of a target that reports no latency. */
  public static final LatencyForm NONE = new LatencyForm(false, Set.of());

  /** Copies and sorts. */
  public LatencyForm {
    quantiles = Collections.unmodifiableSet(new TreeSet<>(quantiles));
  }

  /** Returns the form of a target that reports some quantiles for each interval, and no counts. */
  public static LatencyForm ofQuantiles(Set<Double> quantiles) {
    return new LatencyForm(false, quantiles);
  }
}
