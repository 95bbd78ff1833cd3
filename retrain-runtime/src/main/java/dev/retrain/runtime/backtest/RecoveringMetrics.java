package dev.retrain.runtime.backtest;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recorded metrics that are no worse than their median for a time after each promotion: the assumed
 * effect of a good retraining. Not thread-safe.
 */
final class RecoveringMetrics implements MetricSource {

  private final MetricSource recorded;
  private final Duration lasting;
  private final List<Instant> promotions = new ArrayList<>();
  private final Map<String, Optional<Double>> medians = new HashMap<>();
  private final Instant from;
  private final Instant to;

  RecoveringMetrics(History history, Duration lasting) {
    this.recorded = history.metrics();
    this.lasting = lasting;
    this.from = history.from();
    this.to = history.to();
  }

  void promoted(Instant at) {
    promotions.add(at);
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    List<MetricPoint> points = recorded.read(metric, after, upTo);
    return promotions.isEmpty() || points.isEmpty()
        ? points
        : points.stream().map(point -> seen(metric, point)).toList();
  }

  private MetricPoint seen(String metric, MetricPoint point) {
    boolean recovered =
        promotions.stream()
            .anyMatch(
                promoted ->
                    !point.at().isBefore(promoted) && point.at().isBefore(promoted.plus(lasting)));
    return recovered
        ? median(metric)
            .filter(median -> worse(metric, point.value().value(), median))
            .map(median -> new MetricPoint(point.at(), MetricValue.of(median)))
            .orElse(point)
        : point;
  }

  /** Counts any other value as worse where the better direction is unknown. */
  private static boolean worse(String metric, double value, double median) {
    return Metric.builtIn(metric)
        .map(known -> (known.direction() == Direction.HIGHER_IS_BETTER) == (value < median))
        .orElse(true);
  }

  private Optional<Double> median(String metric) {
    return medians.computeIfAbsent(
        metric, name -> MetricNoise.of(recorded, name, from, to).map(MetricNoise::median));
  }
}
