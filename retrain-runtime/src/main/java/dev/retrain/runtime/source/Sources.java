package dev.retrain.runtime.source;

import java.nio.file.Path;

/** Creates metric sources; meant for static import. */
public final class Sources {

  private Sources() {}

  /**
   * Returns the metrics of a Prometheus server; a metric is queried by its own name unless {@link
   * PrometheusMetrics#query} gives an expression.
   *
   * @param address such as {@code http://prometheus:9090}; user and password in it are sent as
   *     credentials and never printed or stored
   */
  public static PrometheusMetrics prometheus(String address) {
    return PrometheusMetrics.at(PrometheusAddress.parse(address));
  }

  /** Returns the measurements of a file, CSV or JSON; see {@link MetricHistory}. */
  public static MetricHistory history(Path file) {
    return MetricHistory.of(file);
  }

  /**
   * Returns an empty source for measurements that the application pushes; see {@link
   * PushedMetrics}.
   */
  public static PushedMetrics pushed() {
    return new PushedMetrics(PushedMetrics.KEPT);
  }
}
