package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutPlanTest {

  private static final RollbackRule.Drop REVENUE =
      new RollbackRule.Drop(
          new Metric("revenue", Direction.HIGHER_IS_BETTER, ""), Margin.relative(0.1));

  private static final Rollout ROLLOUT =
      Rollout.canary(percent(5))
          .observe(Duration.ofMinutes(30))
          .rollbackIf(
              RollbackRule.drop("accuracy", Margin.absolute(0.05)),
              REVENUE,
              RollbackRule.errorRateRise(Margin.absolute(0.01)),
              RollbackRule.errorRateAbove(new Fraction(0.05)),
              RollbackRule.p95Above(Duration.ofMillis(100)),
              new RollbackRule.LatencyRatioAbove(new Fraction(0.95), 1.5));

  /** An hour of a champion. */
  private static VersionHealth champion(long requests) {
    return new VersionHealth(
        true,
        requests,
        requests / 100,
        LatencyHistogram.empty(),
        Map.of(
            "accuracy", new OutcomeTotals(requests, 0.85 * requests, 0.85 * requests),
            "revenue", new OutcomeTotals(requests, 4.0 * requests, 100.0 * requests)));
  }

  private static String plan(VersionHealth champion) {
    return Documents.canonicalJson(RolloutPlan.of(ROLLOUT, champion, Duration.ofHours(1)));
  }

  @Test
  void saysPerRuleWhatTheTrafficCanShowAndWhen() {
    String plan = plan(champion(180_000));

    assertThat(plan)
        .contains("\"requestsPerSecond\":50", "\"stageSeconds\":1800", "minimumDetectableEffect")
        .contains("\"accuracy drops by more than 0.05\":{\"effect\":0.05,\"expectedSeconds\":")
        .doesNotContain("accuracy drops by more than 0.05: ");
  }

  @Test
  void warnsWhereTheTrafficIsTooThin() {
    assertThat(plan(champion(2_000)))
        .contains("\"warning\":", "accuracy drops by more than 0.05: ", "usable canary requests");
  }

  @Test
  void saysThatTrafficOrAMetricIsUnknown() {
    assertThat(plan(VersionHealth.ABSENT)).contains("the champion's traffic is unknown");
    VersionHealth silent = new VersionHealth(true, 9000, 0, LatencyHistogram.empty(), Map.of());
    assertThat(plan(silent))
        .contains("revenue drops by more than 10 %: the champion has no figures to plan with");
  }
}
