package dev.retrain.runtime.evaluator;

import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.metric.Margin;
import java.util.List;

/** Where evaluators begin; meant for static import. */
public final class Evaluators {

  private Evaluators() {}

  /**
   * The challenger is not worse than the champion by more than a margin, as far as its point value
   * says; {@link NotWorseThanChampion#confidence} asks for certainty.
   *
   * @param metric auc, accuracy, log_loss, brier, mae or rmse
   */
  public static NotWorseThanChampion notWorseThanChampion(String metric, Margin margin) {
    return new NotWorseThanChampion(ScoredMetric.named(metric), margin, 0.5);
  }

  /** A metric of the challenger is at least so much. */
  public static Limit floor(String metric, double least) {
    return new Limit(ScoredMetric.named(metric), Limit.Side.FLOOR, least);
  }

  /** A metric of the challenger is at most so much. */
  public static Limit ceiling(String metric, double most) {
    return new Limit(ScoredMetric.named(metric), Limit.Side.CEILING, most);
  }

  /** Every evaluator promotes. */
  public static AllOf allOf(Evaluator... parts) {
    return new AllOf(List.of(parts));
  }
}
