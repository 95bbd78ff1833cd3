package dev.retrain.runtime.source;

import java.net.URI;
import java.nio.file.Path;

/** Where metric sources begin; meant for static import. */
public final class Sources {

  private Sources() {}

  /**
   * A Prometheus server; a metric is asked for by its own name unless {@link
   * PrometheusMetrics#query} says otherwise.
   *
   * @param address such as {@code http://prometheus:9090}
   */
  public static PrometheusMetrics prometheus(String address) {
    return PrometheusMetrics.at(URI.create(address));
  }

  /** A file of measurements, CSV or JSON; see {@link MetricHistory}. */
  public static MetricHistory history(Path file) {
    return MetricHistory.of(file);
  }

  /** Measurements the application pushes; see {@link PushedMetrics}. */
  public static PushedMetrics pushed() {
    return new PushedMetrics(PushedMetrics.KEPT);
  }
}
