package dev.retrain.runtime.evaluator;

import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Creates the built-in evaluators; meant for static import. */
public final class Evaluators {

  private Evaluators() {}

  /**
   * Requires that the challenger is not worse than the champion by more than a margin
   * (non-inferiority), by the point estimate; {@link ChampionComparison#confidence} requires it at
   * a confidence level.
   *
   * @param metric auc, accuracy, precision, recall, f1, log_loss, brier, calibration_error, mae,
   *     mape or rmse
   */
  public static ChampionComparison notWorseThanChampion(String metric, Margin margin) {
    return new ChampionComparison.NonInferiority(MetricGain.in(metric), margin);
  }

  /** Requires that the challenger is better than the champion by at least a margin. */
  public static ChampionComparison betterThanChampion(String metric, Margin margin) {
    return new ChampionComparison.Superiority(MetricGain.in(metric), margin);
  }

  /** Requires that the challenger is on no metric worse than the champion by more than a margin. */
  public static AllOf notWorseOn(Margin margin, double confidence, String... metrics) {
    return new AllOf(
        Arrays.stream(metrics)
            .map(metric -> (Evaluator) notWorseThanChampion(metric, margin).confidence(confidence))
            .toList());
  }

  /** Requires a minimum of a metric of the challenger. */
  public static Limit minimum(String metric, double least) {
    return new Limit(ScoredMetric.named(metric), Limit.Side.MIN, least, Confidence.POINT);
  }

  /** Requires a maximum of a metric of the challenger. */
  public static Limit maximum(String metric, double most) {
    return new Limit(ScoredMetric.named(metric), Limit.Side.MAX, most, Confidence.POINT);
  }

  /**
   * Requires that the challenger's scores are probabilities with a calibration error of at most a
   * value.
   */
  public static Limit calibratedWithin(double most) {
    return maximum(Metric.CALIBRATION_ERROR.name(), most);
  }

  /** Limits the 95th percentile of the latency recorded in the challenger's rows. */
  public static LatencyProbe p95Within(Duration limit) {
    return new LatencyProbe(new Fraction(0.95), limit, Confidence.POINT.share());
  }

  /** Limits the size of the challenger's model, in bytes. */
  public static ModelSize modelSizeAtMost(long bytes) {
    return new ModelSize(bytes);
  }

  /** Requires that an evaluator promotes each slice by itself. */
  public static PerSlice perSlice(Evaluator part) {
    return new PerSlice(part, 1);
  }

  /** Requires that every evaluator promotes. */
  public static AllOf allOf(Evaluator... parts) {
    return new AllOf(List.of(parts));
  }

  /** Requires that at least one evaluator promotes. */
  public static AnyOf anyOf(Evaluator... parts) {
    return new AnyOf(List.of(parts));
  }
}
