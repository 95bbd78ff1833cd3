package dev.retrain.runtime.feedback;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import dev.retrain.drift.metric.ModelMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the live model's metrics from joined feedback, by the time of the prediction. A period
 * gives a point only when it is mature: the label delay has passed since its end, and enough of its
 * predictions are labelled. Until then its value is missing, so that triggers stay undecided.
 *
 * <p>{@code labelled_share} is a metric too: the share of a period that is labelled so far; it is
 * available as soon as the period has ended.
 *
 * @param store store of the feedback
 * @param kind kind of model
 * @param every length of a period; periods start at multiples of it since 1970
 * @param maturity how long after a prediction its label may come
 * @param leastShare of predictions that must be labelled, 0 to 1
 */
public record FeedbackMetrics(
    FeedbackStore store, Kind kind, Duration every, Duration maturity, double leastShare)
    implements MetricSource {

  /** The name of the metric of the labelled share. */
  public static final String LABELLED_SHARE = "labelled_share";

  /** The meaning of scores and labels. */
  public enum Kind {
    /** A probability of the label 1, against 0 or 1. */
    BINARY,
    /** A value against a value. */
    REGRESSION
  }

  /** Checks the ranges. */
  public FeedbackMetrics {
    requireNonNull(store);
    requireNonNull(kind);
    if (every.toMillis() < 1 || maturity.isNegative()) {
      throw new IllegalArgumentException(
          "a period must be longer than 0 and mature after 0 or more");
    }
    if (!(leastShare >= 0 && leastShare <= 1)) {
      throw new IllegalArgumentException("a share must lie between 0 and 1, is " + leastShare);
    }
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    Duration wait = metric.equals(LABELLED_SHARE) ? Duration.ZERO : maturity;
    List<MetricPoint> points = new ArrayList<>();
    for (Instant begin = floor(after); !begin.plus(every).plus(wait).isAfter(upTo); ) {
      Instant end = begin.plus(every);
      if (end.isAfter(after)) {
        value(metric, store.joined(begin, end))
            .ifPresent(value -> points.add(new MetricPoint(end, value)));
      }
      begin = end;
    }
    return points;
  }

  private Instant floor(Instant instant) {
    long length = every.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), length) * length);
  }

  private Optional<MetricValue> value(String metric, List<FeedbackStore.Joined> rows) {
    List<FeedbackStore.Joined> labelled =
        rows.stream().filter(row -> row.label().isPresent()).toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    double share = (double) labelled.size() / rows.size();
    if (metric.equals(LABELLED_SHARE)) {
      return Optional.of(MetricValue.of(share));
    }
    return share < leastShare || labelled.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(all(labelled).get(metric));
  }

  private Map<String, MetricValue> all(List<FeedbackStore.Joined> rows) {
    double[] scores = rows.stream().mapToDouble(FeedbackStore.Joined::score).toArray();
    double[] labels = rows.stream().mapToDouble(row -> row.label().orElseThrow()).toArray();
    if (kind == Kind.REGRESSION) {
      return ModelMetrics.regression(labels, scores);
    }
    boolean[] classes = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      classes[i] = labels[i] == 1;
    }
    return ModelMetrics.binary(classes, scores);
  }
}
