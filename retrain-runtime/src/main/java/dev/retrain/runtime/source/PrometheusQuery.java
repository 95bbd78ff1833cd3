package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a metric is asked for.
 *
 * @param promQl the expression
 * @param version the one whose series is meant, of an expression with a series per version; empty
 *     for an expression with one series
 */
record PrometheusQuery(String promQl, Optional<String> version) {

  /** Checks that nothing is missing. */
  PrometheusQuery {
    requireNonNull(promQl);
    requireNonNull(version);
  }

  /**
   * Of a metric's name: its own expression, or for {@code metric@version} the one with a series per
   * version, or else the name itself.
   */
  static PrometheusQuery of(String metric, PrometheusMetrics source) {
    int at = metric.lastIndexOf('@');
    String base = at < 0 ? "" : metric.substring(0, at);
    return !source.queries().containsKey(metric) && source.byVersion().containsKey(base)
        ? new PrometheusQuery(source.byVersion().get(base), Optional.of(metric.substring(at + 1)))
        : new PrometheusQuery(source.queries().getOrDefault(metric, metric), Optional.empty());
  }
}
