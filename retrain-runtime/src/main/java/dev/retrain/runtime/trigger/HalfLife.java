package dev.retrain.runtime.trigger;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Smoothing by time: a measurement a half-life old counts half, at whatever intervals there are
 * measurements. The first of a list stands for all before it, so lists begin some half-lives early.
 */
record HalfLife(Duration time) {

  /** After so many half-lives a measurement counts for less than half a percent. */
  private static final int REACH = 8;

  HalfLife {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("a half-life must be above 0, is " + time);
    }
  }

  /** Returns how far before the time looked at a list begins. */
  Duration reach() {
    return time.multipliedBy(REACH);
  }

  /**
   * Returns the smoothed values at the times of the measurements; their standard errors are left
   * out.
   */
  List<MetricPoint> smooth(List<MetricPoint> points) {
    List<MetricPoint> smoothed = new ArrayList<>();
    for (MetricPoint point : points) {
      double value = point.value().value();
      if (!smoothed.isEmpty()) {
        MetricPoint before = smoothed.get(smoothed.size() - 1);
        double weight = Ewma.halfLife(time, Duration.between(before.at(), point.at())).weight();
        value = before.value().value() + weight * (value - before.value().value());
      }
      smoothed.add(new MetricPoint(point.at(), MetricValue.of(value)));
    }
    return smoothed;
  }
}
