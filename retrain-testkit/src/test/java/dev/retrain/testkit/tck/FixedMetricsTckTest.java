package dev.retrain.testkit.tck;

import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import dev.retrain.testkit.FixedMetrics;
import java.util.List;

/** Metrics that a test has put there, held to the contract of metric sources. */
class FixedMetricsTckTest extends MetricSourceTck {

  @Override
  protected MetricSource source(String metric, List<MetricPoint> points) {
    FixedMetrics all = new FixedMetrics();
    points.forEach(point -> all.put(metric, point.at(), point.value()));
    return all;
  }
}
