package dev.retrain.runtime.rollout;

import dev.retrain.api.rollout.OutcomeTotals;
import dev.retrain.api.rollout.VersionHealth;
import java.util.Map;
import java.util.TreeMap;

/** What a version answered between two readings of its counters. */
final class HealthWindow {

  private HealthWindow() {}

  /**
   * What came since an earlier reading. Counters that went back were reset by a restart; then all
   * they show came since.
   */
  static VersionHealth between(VersionHealth earlier, VersionHealth now) {
    if (now.requests() < earlier.requests()
        || now.errors() < earlier.errors()
        || now.requests() - earlier.requests() < now.errors() - earlier.errors()) {
      return now;
    }
    try {
      return new VersionHealth(
          now.ready(),
          now.requests() - earlier.requests(),
          now.errors() - earlier.errors(),
          now.latency().minus(earlier.latency()),
          outcomes(earlier.outcomes(), now.outcomes()));
    } catch (IllegalArgumentException e) {
      return now;
    }
  }

  private static Map<String, OutcomeTotals> outcomes(
      Map<String, OutcomeTotals> earlier, Map<String, OutcomeTotals> now) {
    Map<String, OutcomeTotals> rest = new TreeMap<>();
    now.forEach(
        (metric, totals) -> {
          OutcomeTotals before = earlier.getOrDefault(metric, OutcomeTotals.NONE);
          rest.put(
              metric,
              new OutcomeTotals(
                  totals.count() - before.count(),
                  totals.sum() - before.sum(),
                  totals.sumOfSquares() - before.sumOfSquares()));
        });
    return rest;
  }
}
