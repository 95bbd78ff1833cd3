package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.runtime.rollout.RolloutPlan.Planned;
import dev.retrain.sequential.Dispersion;
import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.ExpectedTraffic;
import dev.retrain.sequential.MeanDifference;
import dev.retrain.sequential.ProportionDifference;
import dev.retrain.sequential.ProportionLimit;
import dev.retrain.sequential.QuantileLimit;
import dev.retrain.sequential.QuantileRatio;
import dev.retrain.sequential.Sensitivity;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Optional;

/**
 * Computes what traffic can detect by one rule. A comparison plans for the margin as effect; a
 * limit for twice the errors, or twice the slow requests, that it allows.
 */
record RulePlan(
    VersionHealth champion, ExpectedTraffic traffic, ExpectedTraffic points, double alpha)
    implements RollbackRule.Visitor<Optional<Planned>> {

  private static final double ALMOST_ALL = 0.49;

  @Override
  public Optional<Planned> drop(RollbackRule.Drop rule) {
    OutcomeTotals totals = RuleInputs.outcome(champion, rule.metric().name());
    if (totals.count() == 0) {
      return Optional.empty();
    }
    double mean = totals.sum() / totals.count();
    double labelled = Math.min(1, (double) totals.count() / champion.requests());
    ExpectedTraffic usable = traffic.labelled(labelled);
    double effect = rule.margin().of(mean);
    Margin none = Margin.absolute(0);
    if (RuleMembers.SHARES.contains(rule.metric())) {
      return RuleInputs.ones(champion, rule.metric().name())
          .map(
              ones ->
                  new ProportionDifference(rule.metric().direction(), none, rule.margin(), alpha))
          .map(test -> new Planned(Sensitivity.of(test, mean, usable), effect));
    }
    double deviation = Math.sqrt(Math.max(0, totals.sumOfSquares() / totals.count() - mean * mean));
    MeanDifference test =
        new MeanDifference(rule.metric().direction(), none, none, Dispersion.estimated(), alpha);
    return deviation > 0
        ? Optional.of(new Planned(Sensitivity.of(test, deviation, usable), effect))
        : Optional.empty();
  }

  @Override
  public Optional<Planned> errorRateRise(RollbackRule.ErrorRateRise rule) {
    EventCount errors = RuleInputs.errors(champion);
    Margin none = Margin.absolute(0);
    ProportionDifference test =
        new ProportionDifference(Direction.LOWER_IS_BETTER, none, rule.margin(), alpha);
    return Optional.of(
        new Planned(Sensitivity.of(test, errors.rate(), traffic), rule.margin().of(errors.rate())));
  }

  /** Assumes one point per look; the effect is that nearly all of them are worse. */
  @Override
  public Optional<Planned> sourceDrop(RollbackRule.SourceDrop rule) {
    ProportionLimit test =
        ProportionLimit.fixed(Direction.LOWER_IS_BETTER, RuleMembers.HALF, alpha);
    return Optional.of(new Planned(Sensitivity.of(test, points), ALMOST_ALL));
  }

  @Override
  public Optional<Planned> errorRateAbove(RollbackRule.ErrorRateAbove rule) {
    ProportionLimit test =
        ProportionLimit.fixed(Direction.LOWER_IS_BETTER, RuleMembers.limit(rule), alpha);
    return Optional.of(new Planned(Sensitivity.of(test, traffic), test.limit()));
  }

  @Override
  public Optional<Planned> latencyAbove(RollbackRule.LatencyAbove rule) {
    double quantile = rule.quantile().value();
    QuantileLimit test = new QuantileLimit(quantile, rule.limit().toNanos() / 1e6, alpha);
    return Optional.of(new Planned(Sensitivity.of(test, traffic), 1 - quantile));
  }

  @Override
  public Optional<Planned> latencyRatioAbove(RollbackRule.LatencyRatioAbove rule) {
    double quantile = rule.quantile().value();
    QuantileRatio test = new QuantileRatio(quantile, 1, rule.factor(), alpha);
    return Optional.of(new Planned(Sensitivity.of(test, traffic), 1 - quantile));
  }
}
