package dev.retrain.runtime.evaluator;

import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Where evaluators begin; meant for static import. */
public final class Evaluators {

  private Evaluators() {}

  /**
   * The challenger is not worse than the champion by more than a margin, as far as its point value
   * says; {@link NotWorseThanChampion#confidence} asks for certainty.
   *
   * @param metric auc, accuracy, precision, recall, f1, log_loss, brier, calibration_error, mae,
   *     mape or rmse
   */
  public static NotWorseThanChampion notWorseThanChampion(String metric, Margin margin) {
    return new NotWorseThanChampion(MetricGain.in(metric), margin);
  }

  /** The challenger is better than the champion by at least a margin. */
  public static BetterThanChampion betterThanChampion(String metric, Margin margin) {
    return new BetterThanChampion(MetricGain.in(metric), margin);
  }

  /** The challenger is on no metric worse than the champion by more than a margin. */
  public static AllOf notWorseOn(Margin margin, double confidence, String... metrics) {
    return new AllOf(
        Arrays.stream(metrics)
            .map(metric -> (Evaluator) notWorseThanChampion(metric, margin).confidence(confidence))
            .toList());
  }

  /** A metric of the challenger is at least so much. */
  public static Limit minimum(String metric, double least) {
    return new Limit(ScoredMetric.named(metric), Limit.Side.MIN, least, Confidence.POINT);
  }

  /** A metric of the challenger is at most so much. */
  public static Limit maximum(String metric, double most) {
    return new Limit(ScoredMetric.named(metric), Limit.Side.MAX, most, Confidence.POINT);
  }

  /** The challenger's scores are probabilities off by at most so much on average. */
  public static Limit calibratedWithin(double most) {
    return maximum(Metric.CALIBRATION_ERROR.name(), most);
  }

  /** The 95th percentile of the challenger's latency, as its rows noted it, is at most so long. */
  public static LatencyProbe p95Within(Duration limit) {
    return new LatencyProbe(new Fraction(0.95), limit, Confidence.POINT.share());
  }

  /** The challenger's model weighs at most so many bytes. */
  public static ModelSize modelSizeAtMost(long bytes) {
    return new ModelSize(bytes);
  }

  /** An evaluator promotes each slice by itself. */
  public static PerSlice perSlice(Evaluator part) {
    return new PerSlice(part, 1);
  }

  /** Every evaluator promotes. */
  public static AllOf allOf(Evaluator... parts) {
    return new AllOf(List.of(parts));
  }

  /** One evaluator promotes. */
  public static AnyOf anyOf(Evaluator... parts) {
    return new AnyOf(List.of(parts));
  }
}
