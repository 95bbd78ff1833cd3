package dev.retrain.runtime.trigger;

import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.runtime.evidence.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Explains why a metric says nothing about now.
 *
 * @param metric its name
 * @param limit how old the newest measurement may be
 */
record Staleness(String metric, Duration limit) {

  /** How far back the newest measurement is looked for, to name it. */
  private static final Duration REACH = Duration.ofDays(30);

  boolean isStale(MetricPoint newest, Instant now) {
    return newest.at().isBefore(now.minus(limit));
  }

  /** Returns the signal, with the newest measurement where there is one. */
  Signal undecided(TriggerContext context) {
    Instant now = context.now();
    Instant early = now.minus(REACH.compareTo(limit) > 0 ? REACH : limit);
    List<MetricPoint> points = context.metrics().read(metric, early, now);
    if (points.isEmpty()) {
      return Signal.undecided(
          metric
              + " was not measured in the last "
              + Durations.format(Duration.between(early, now)));
    }
    MetricPoint newest = points.get(points.size() - 1);
    if (!isStale(newest, now)) {
      return Signal.undecided(metric + " was not measured since the champion is live");
    }
    return Signal.undecided(
        metric
            + " was last measured "
            + age(Duration.between(newest.at(), now))
            + " ago: "
            + Node.of(newest.value().value())
            + ", and says nothing about now after "
            + Durations.format(limit),
        Facts.NONE.with("at", newest.at()).with("value", newest.value().value()).toNode());
  }

  private static String age(Duration age) {
    return age.toHours() > 1 ? age.toHours() + " h" : age.toMinutes() + " min";
  }
}
