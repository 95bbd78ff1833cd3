package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Holds the query of a metric.
 *
 * @param promQl expression
 * @param version version whose series is read, of an expression with a series per version; empty
 *     for an expression with one series
 */
record PrometheusQuery(String promQl, Optional<String> version) {

  /** Checks that nothing is missing. */
  PrometheusQuery {
    requireNonNull(promQl);
    requireNonNull(version);
  }

  /**
   * Returns the query of a metric's name: its own expression, or for {@code metric@version} the one
   * with a series per version, else the name itself.
   */
  static PrometheusQuery of(String metric, PrometheusMetrics source) {
    int at = metric.lastIndexOf('@');
    String base = at < 0 ? "" : metric.substring(0, at);
    return !source.queries().containsKey(metric) && source.byVersion().containsKey(base)
        ? new PrometheusQuery(source.byVersion().get(base), Optional.of(metric.substring(at + 1)))
        : new PrometheusQuery(source.queries().getOrDefault(metric, metric), Optional.empty());
  }
}
