package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.runtime.evidence.Rounded;
import dev.retrain.runtime.rollout.RuleDescription.Trait;
import dev.retrain.sequential.Arms;
import dev.retrain.sequential.Dispersion;
import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.LatencyCounts;
import dev.retrain.sequential.MeanDifference;
import dev.retrain.sequential.ProportionDifference;
import dev.retrain.sequential.ProportionLimit;
import dev.retrain.sequential.QuantileLimit;
import dev.retrain.sequential.QuantileRatio;
import dev.retrain.sequential.SampleMoments;
import dev.retrain.spi.deploy.VersionHealth;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Creates the sequential test of one rule with the alpha of its slot.
 *
 * <p>Rules that compare versions test against "no worse than the champion", which detects harm
 * sooner than testing the margin itself; the estimate is then compared with the margin. A
 * challenger that is not worse is therefore rolled back with at most the stated probability, and
 * one that is worse by less than the margin only if its estimate exceeds the margin by chance.
 *
 * @param slot slot of the member in the family
 */
record RuleMembers(TestSlot slot) implements RollbackRule.Visitor<FamilyMember<?, ?>> {

  /** Metrics that are one or zero per request; others are compared as means. */
  static final Set<Metric> SHARES =
      Set.of(Metric.ACCURACY, Metric.PRECISION, Metric.RECALL, Metric.ERROR_RATE);

  static final double HALF = 0.5;

  private static final double SMALLEST_LIMIT = 1e-6;

  @Override
  public FamilyMember<?, ?> drop(RollbackRule.Drop rule) {
    Metric metric = rule.metric();
    if (SHARES.contains(metric)) {
      return proportion(
          new Compared(rule.toString(), metric.name(), metric.direction(), rule.margin()),
          metric.name(),
          health -> RuleInputs.ones(health, metric.name()));
    }
    return mean(rule);
  }

  @Override
  public FamilyMember<?, ?> errorRateRise(RollbackRule.ErrorRateRise rule) {
    return proportion(
        new Compared(rule.toString(), "the error rate", Direction.LOWER_IS_BETTER, rule.margin()),
        PairedRows.ERRORS,
        health -> Optional.of(RuleInputs.errors(health)));
  }

  @Override
  public FamilyMember<?, ?> errorRateAbove(RollbackRule.ErrorRateAbove rule) {
    double limit = limit(rule);
    RuleDescription description =
        RuleDescription.of(rule.toString(), "the error rate is", "", rule.limit().value());
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs ->
            Optional.of(ProportionLimit.fixed(Direction.LOWER_IS_BETTER, limit, slot.alpha())),
        inputs -> nonEmpty(RuleInputs.errors(inputs.canary().stage())),
        TestShapes.PROPORTION_LIMIT,
        inputs -> description);
  }

  /** Returns the limit, strictly between 0 and 1 as the test requires. */
  static double limit(RollbackRule.ErrorRateAbove rule) {
    return Math.min(1 - SMALLEST_LIMIT, Math.max(SMALLEST_LIMIT, rule.limit().value()));
  }

  @Override
  public FamilyMember<?, ?> latencyAbove(RollbackRule.LatencyAbove rule) {
    double limit = rule.limit().toNanos() / 1e6;
    RuleDescription description =
        RuleDescription.of(
            rule.toString(), percentile(rule.quantile().value()) + " is", " ms", limit);
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs -> Optional.of(new QuantileLimit(rule.quantile().value(), limit, slot.alpha())),
        inputs -> Optional.of(LatencyCounts.of(inputs.canary().stage().latency())),
        TestShapes.QUANTILE_LIMIT,
        inputs -> description);
  }

  /** Tests that the quantile is above the limit in at most half of the intervals. */
  FamilyMember<?, ?> latencyAboveByIntervals(RollbackRule.LatencyAbove rule) {
    String counter = LatencyIntervals.counter(rule);
    RuleDescription description =
        RuleDescription.of(
            rule.toString(), "the share of intervals beyond that limit is", "", HALF);
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs -> Optional.of(ProportionLimit.fixed(Direction.LOWER_IS_BETTER, HALF, slot.alpha())),
        inputs -> RuleInputs.ones(inputs.canary().stage(), counter).flatMap(RuleMembers::nonEmpty),
        TestShapes.PROPORTION_LIMIT,
        inputs -> description);
  }

  @Override
  public FamilyMember<?, ?> latencyRatioAbove(RollbackRule.LatencyRatioAbove rule) {
    double quantile = rule.quantile().value();
    RuleDescription description =
        RuleDescription.of(
            rule.toString(), percentile(quantile) + " is", " times the champion's", rule.factor());
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs -> Optional.of(new QuantileRatio(quantile, 1, rule.factor(), slot.alpha())),
        this::latencies,
        TestShapes.QUANTILE_RATIO,
        inputs -> description);
  }

  private Optional<Arms<LatencyCounts>> latencies(RuleInputs inputs) {
    VersionHealth champion = slot.alone() ? inputs.champion().history() : inputs.champion().stage();
    return inputs.compared() || slot.alone()
        ? Optional.of(
            new Arms<>(
                LatencyCounts.of(inputs.canary().stage().latency()),
                LatencyCounts.of(champion.latency())))
        : Optional.empty();
  }

  /** Describes a comparison of both versions. */
  private record Compared(String rule, String what, Direction direction, Margin margin) {

    RuleDescription difference() {
      return difference("");
    }

    RuleDescription difference(String unit) {
      boolean lower = direction == Direction.LOWER_IS_BETTER;
      return RuleDescription.of(rule, what + " is", unit, margin.of(1))
          .with(lower ? Trait.HIGHER_IS_WORSE : Trait.LOWER_IS_WORSE, true)
          .with(Trait.PERCENT, margin instanceof Margin.Relative);
    }

    Margin none() {
      return margin instanceof Margin.Relative ? Margin.relative(0) : Margin.absolute(0);
    }
  }

  private FamilyMember<?, ?> proportion(
      Compared compared, String figure, Function<VersionHealth, Optional<EventCount>> count) {
    if (slot.paired()) {
      return paired(compared, figure, count);
    }
    return slot.alone() ? alone(compared, count) : beside(compared, count);
  }

  /** Tests only the rows on which the versions differ, by a sign test. */
  private FamilyMember<?, ?> paired(
      Compared compared, String figure, Function<VersionHealth, Optional<EventCount>> count) {
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs -> Optional.of(ProportionLimit.fixed(Direction.LOWER_IS_BETTER, HALF, slot.alpha())),
        inputs -> PairedRows.worse(inputs, figure, compared.direction()),
        TestShapes.PROPORTION_LIMIT,
        inputs -> {
          double rate = count.apply(inputs.champion().rollout()).map(EventCount::rate).orElse(1.0);
          return RuleDescription.of(
                  compared.rule(),
                  compared.what() + " is worse on a share of",
                  " of the "
                      + PairedRows.differing(inputs, figure)
                      + " rows on which the versions differ",
                  PairedRows.allowed(inputs, figure, compared.margin().of(rate)))
              .with(Trait.DECIDES, slot.deciding());
        });
  }

  private FamilyMember<?, ?> beside(
      Compared compared, Function<VersionHealth, Optional<EventCount>> count) {
    RuleDescription description = compared.difference().with(Trait.DECIDES, slot.deciding());
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs ->
            Optional.of(
                new ProportionDifference(
                    compared.direction(), compared.none(), compared.margin(), slot.alpha())),
        inputs ->
            inputs.arms(count, health -> count.apply(health).map(EventCount::total).orElse(0L)),
        TestShapes.PROPORTION_DIFFERENCE,
        inputs -> description);
  }

  /** Compares with what the champion answered before, because it has no traffic now. */
  private FamilyMember<?, ?> alone(
      Compared compared, Function<VersionHealth, Optional<EventCount>> count) {
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs ->
            count
                .apply(inputs.champion().history())
                .flatMap(h -> history(compared.direction(), h, compared.none(), slot.alpha())),
        inputs -> count.apply(inputs.canary().stage()).flatMap(RuleMembers::nonEmpty),
        TestShapes.PROPORTION_LIMIT,
        inputs -> againstHistory(compared, count.apply(inputs.champion().history())));
  }

  /** Returns a test against earlier counts; empty if they give no limit between 0 and 1. */
  static Optional<ProportionLimit> history(
      Direction direction, EventCount record, Margin margin, double alpha) {
    try {
      return Optional.of(ProportionLimit.history(direction, record, margin, alpha));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static RuleDescription againstHistory(Compared compared, Optional<EventCount> history) {
    double before = history.map(EventCount::rate).orElse(Double.NaN);
    double distance = compared.margin().of(before);
    boolean lower = compared.direction() == Direction.LOWER_IS_BETTER;
    return RuleDescription.of(
            compared.rule(),
            compared.what() + " is",
            " (the champion's was " + Rounded.of(before) + ")",
            lower ? before + distance : before - distance)
        .with(Trait.FLOOR, !lower);
  }

  private FamilyMember<?, ?> mean(RollbackRule.Drop rule) {
    Metric metric = rule.metric();
    Compared compared =
        new Compared(rule.toString(), metric.name(), metric.direction(), rule.margin());
    if (slot.paired()) {
      return pairedMean(compared, metric);
    }
    RuleDescription description = compared.difference().with(Trait.DECIDES, slot.deciding());
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs ->
            slot.alone()
                ? Optional.empty()
                : Optional.of(
                    new MeanDifference(
                        metric.direction(),
                        compared.none(),
                        rule.margin(),
                        Dispersion.estimated(),
                        slot.alpha())),
        inputs ->
            inputs.arms(
                health -> moments(health, metric.name()),
                health -> RuleInputs.outcome(health, metric.name()).count()),
        TestShapes.MEAN_DIFFERENCE,
        inputs -> description);
  }

  /** Tests the mean of the differences on the same rows against zero. */
  private FamilyMember<?, ?> pairedMean(Compared compared, Metric metric) {
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs ->
            Optional.of(
                new MeanDifference(
                    metric.direction(),
                    Margin.absolute(0),
                    Margin.absolute(allowed(compared, metric, inputs)),
                    Dispersion.estimated(),
                    slot.alpha())),
        inputs -> PairedRows.againstZero(inputs, metric.name()),
        TestShapes.MEAN_DIFFERENCE,
        inputs ->
            new Compared(
                    compared.rule(),
                    compared.what(),
                    compared.direction(),
                    Margin.absolute(allowed(compared, metric, inputs)))
                .difference(" on the same rows")
                .with(Trait.DECIDES, slot.deciding()));
  }

  private static double allowed(Compared compared, Metric metric, RuleInputs inputs) {
    double mean = RuleInputs.outcome(inputs.champion().rollout(), metric.name()).mean().orElse(1);
    return compared.margin().of(mean);
  }

  /** Tests that at most half of the points are worse than allowed, by a sign test. */
  @Override
  public FamilyMember<?, ?> sourceDrop(RollbackRule.SourceDrop rule) {
    String counter = SourceFigures.counter(rule);
    RuleDescription description =
        RuleDescription.of(rule.toString(), "the share of points beyond that limit is", "", HALF);
    return new FamilyMember<>(
        slot.name(),
        slot.stages(),
        inputs -> Optional.of(ProportionLimit.fixed(Direction.LOWER_IS_BETTER, HALF, slot.alpha())),
        inputs -> RuleInputs.ones(inputs.canary().stage(), counter).flatMap(RuleMembers::nonEmpty),
        TestShapes.PROPORTION_LIMIT,
        inputs -> description);
  }

  private static Optional<SampleMoments> moments(VersionHealth health, String metric) {
    var totals = RuleInputs.outcome(health, metric);
    return SampleMoments.reported((double) totals.count(), totals.sum(), totals.sumOfSquares());
  }

  private static Optional<EventCount> nonEmpty(EventCount count) {
    return count.total() == 0 ? Optional.empty() : Optional.of(count);
  }

  static String percentile(double quantile) {
    return "p"
        + BigDecimal.valueOf(quantile).movePointRight(2).stripTrailingZeros().toPlainString()
        + " latency";
  }
}
