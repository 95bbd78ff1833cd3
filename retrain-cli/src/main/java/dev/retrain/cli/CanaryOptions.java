package dev.retrain.cli;

import dev.retrain.api.document.Durations;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a manual rollout. */
final class CanaryOptions {

  @Option(
      names = "--traffic-split",
      split = ",",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description =
          "Share of the traffic, above 0 up to 1; several increasing shares separated by commas.")
  private List<BigDecimal> shares = List.of();

  @Option(
      names = "--monitor-duration",
      paramLabel = "30m",
      defaultValue = "30m",
      description = "The observation time of each share.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String duration;

  @Option(
      names = "--rollback-threshold",
      paramLabel = "X",
      defaultValue = "0.02",
      description = "The tolerated rise of the share of failed requests, and drop of the metric.")
  private double threshold;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description =
          "The metric compared besides failed requests. Default: accuracy, if the endpoint counts"
              + " it.")
  private @Nullable String metric;

  @Option(
      names = "--minimum-requests",
      paramLabel = "N",
      defaultValue = "20",
      description = "The minimum number of answered requests at each share.")
  private long minimumRequests;

  /**
   * Returns the requested rollout.
   *
   * @param champion the counts of the live version
   */
  Rollout rollout(Optional<VersionHealth> champion) {
    Percent[] stages =
        shares.stream()
            .map(share -> new Percent(share.movePointRight(2).doubleValue()))
            .toArray(Percent[]::new);
    try {
      return Rollout.canary(stages)
          .observe(Durations.parse(duration))
          .minimumRequests(minimumRequests)
          .rollbackIf(rules(champion))
          .whenInconclusive(Rollout.WhenInconclusive.ROLL_BACK)
          .whenNoTraffic(Rollout.WhenNoTraffic.ROLL_BACK);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "the canary is invalid: " + e.getMessage(),
          FailureContext.hint("run retrain deploy-canary --help to see the allowed values"),
          e);
    }
  }

  private RollbackRule[] rules(Optional<VersionHealth> champion) {
    Margin margin = Margin.absolute(threshold);
    List<RollbackRule> rules = new ArrayList<>(List.of(RollbackRule.errorRateRise(margin)));
    if (metric != null) {
      rules.add(RollbackRule.drop(metric, margin));
    } else if (champion.filter(CanaryOptions::countsAccuracy).isPresent()) {
      rules.add(RollbackRule.drop(Metric.ACCURACY.name(), margin));
    }
    return rules.toArray(RollbackRule[]::new);
  }

  private static boolean countsAccuracy(VersionHealth health) {
    return health.outcomes().getOrDefault(Metric.ACCURACY.name(), OutcomeTotals.NONE).count() > 0;
  }
}
