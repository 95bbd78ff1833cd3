package dev.retrain.runtime.backtest;

import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.TriggerRule;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.runtime.trigger.DriftTrigger;
import java.time.Duration;

/**
 * How often a policy fires although nothing drifts.
 *
 * @param referenceRows of the champion's training profile
 * @param currentRows of a window
 * @param features tested
 * @param windowEvery between two windows
 */
public record FalseFirings(
    long referenceRows, long currentRows, int features, Duration windowEvery) {

  private static final double QUARTER_DAYS = 91.3125;

  /**
   * Firings of the drift triggers in a quarter of stationary data, before cool-down and budget;
   * other triggers have no rate of their own. Triggers within combinations are left out: they fire
   * less often than alone in an all, more often in an any.
   */
  public double perQuarter(Retraining policy) {
    double windows = QUARTER_DAYS * 24 * 3600 / windowEvery.toSeconds();
    double sum = 0;
    for (TriggerRule rule : policy.triggers()) {
      if (rule.trigger() instanceof DriftTrigger drift) {
        DriftPolicy drifting = drift.policy();
        sum += drifting.falseAlarmRate(referenceRows, currentRows, features).perWindow();
      }
    }
    return sum * windows;
  }

  /** One sentence for people. */
  public String toText(Retraining policy) {
    return "at %d rows a window of %d features this policy fires falsely about %.2g times a quarter"
        .formatted(currentRows, features, perQuarter(policy));
  }
}
