package dev.retrain.runtime.rollout;

import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds and subtracts a version's counters. */
public final class HealthWindow {

  /** Counters at zero of a version that is ready. */
  static final VersionHealth NOTHING =
      new VersionHealth(true, 0, 0, LatencyHistogram.empty(), Map.of());

  private HealthWindow() {}

  /**
   * Returns what was counted since an earlier reading. Counters that decreased were reset by a
   * restart; then everything they show was counted since. A single outcome that decreased was
   * corrected at its source, and contributes nothing at this look. Counts of an interval are
   * returned as they are.
   */
  public static VersionHealth between(VersionHealth earlier, VersionHealth now) {
    if (now.interval().isPresent() || earlier.interval().isPresent()) {
      return now;
    }
    if (now.requests() < earlier.requests()
        || now.errors() < earlier.errors()
        || now.requests() - earlier.requests() < now.errors() - earlier.errors()) {
      return now;
    }
    try {
      return new VersionHealth(
          now.state(),
          Optional.empty(),
          now.requests() - earlier.requests(),
          now.errors() - earlier.errors(),
          now.latency().minus(earlier.latency()),
          Map.of(),
          outcomes(earlier.outcomes(), now.outcomes()));
    } catch (IllegalArgumentException e) {
      return now;
    }
  }

  /**
   * Returns whether an interval of counts begins before the end of one that was counted already, so
   * that it must not be added.
   */
  static boolean overlaps(VersionHealth counted, VersionHealth now) {
    return now.interval()
        .flatMap(later -> counted.interval().filter(last -> later.from().isBefore(last.to())))
        .isPresent();
  }

  /** Returns the sum of two consecutive windows. */
  public static VersionHealth sum(VersionHealth earlier, VersionHealth later) {
    Map<String, OutcomeTotals> outcomes = new TreeMap<>(earlier.outcomes());
    later.outcomes().forEach((metric, more) -> outcomes.merge(metric, more, HealthWindow::sum));
    return new VersionHealth(
        later.state(),
        Optional.empty(),
        earlier.requests() + later.requests(),
        earlier.errors() + later.errors(),
        earlier.latency().plus(later.latency()),
        Map.of(),
        outcomes);
  }

  private static OutcomeTotals sum(OutcomeTotals one, OutcomeTotals other) {
    return new OutcomeTotals(
        one.count() + other.count(),
        one.sum() + other.sum(),
        one.sumOfSquares() + other.sumOfSquares());
  }

  private static Map<String, OutcomeTotals> outcomes(
      Map<String, OutcomeTotals> earlier, Map<String, OutcomeTotals> now) {
    Map<String, OutcomeTotals> rest = new TreeMap<>();
    now.forEach(
        (metric, totals) -> {
          OutcomeTotals before = earlier.getOrDefault(metric, OutcomeTotals.NONE);
          if (totals.count() >= before.count()) {
            rest.put(
                metric,
                new OutcomeTotals(
                    totals.count() - before.count(),
                    totals.sum() - before.sum(),
                    totals.sumOfSquares() - before.sumOfSquares()));
          }
        });
    return rest;
  }
}
