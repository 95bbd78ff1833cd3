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
 * The sequential test of one rule on one member's alpha.
 *
 * <p>Rules that compare versions test against "no worse than the champion", which finds harm sooner
 * than testing the margin itself; the margin is then held against the estimate. So a challenger
 * that is not worse goes back with at most the stated probability, and one that is worse by less
 * than the margin goes back only by chance of its estimate.
 *
 * @param seat of the member in the family
 */
record RuleMembers(TestSlot seat) implements RollbackRule.Visitor<FamilyMember<?, ?>> {

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
    RuleDescription meaning =
        RuleDescription.of(rule.toString(), "the error rate is", "", rule.limit().value());
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen -> Optional.of(ProportionLimit.fixed(Direction.LOWER_IS_BETTER, limit, seat.alpha())),
        seen -> some(RuleInputs.errors(seen.canary().stage())),
        TestShapes.PROPORTION_LIMIT,
        seen -> meaning);
  }

  /** The limit, strictly between 0 and 1 as the test wants it. */
  static double limit(RollbackRule.ErrorRateAbove rule) {
    return Math.min(1 - SMALLEST_LIMIT, Math.max(SMALLEST_LIMIT, rule.limit().value()));
  }

  @Override
  public FamilyMember<?, ?> latencyAbove(RollbackRule.LatencyAbove rule) {
    double limit = rule.limit().toNanos() / 1e6;
    RuleDescription meaning =
        RuleDescription.of(
            rule.toString(), percentile(rule.quantile().value()) + " is", " ms", limit);
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen -> Optional.of(new QuantileLimit(rule.quantile().value(), limit, seat.alpha())),
        seen -> Optional.of(LatencyCounts.of(seen.canary().stage().latency())),
        TestShapes.QUANTILE_LIMIT,
        seen -> meaning);
  }

  @Override
  public FamilyMember<?, ?> latencyRatioAbove(RollbackRule.LatencyRatioAbove rule) {
    double quantile = rule.quantile().value();
    RuleDescription meaning =
        RuleDescription.of(
            rule.toString(), percentile(quantile) + " is", " times the champion's", rule.factor());
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen -> Optional.of(new QuantileRatio(quantile, 1, rule.factor(), seat.alpha())),
        this::latencies,
        TestShapes.QUANTILE_RATIO,
        seen -> meaning);
  }

  private Optional<Arms<LatencyCounts>> latencies(RuleInputs seen) {
    VersionHealth champion = seat.alone() ? seen.champion().history() : seen.champion().stage();
    return seen.compared() || seat.alone()
        ? Optional.of(
            new Arms<>(
                LatencyCounts.of(seen.canary().stage().latency()),
                LatencyCounts.of(champion.latency())))
        : Optional.empty();
  }

  /** What a comparison of proportions is about. */
  private record Compared(String rule, String what, Direction direction, Margin margin) {

    RuleDescription difference() {
      String worse = direction == Direction.LOWER_IS_BETTER ? " is above" : " is below";
      return RuleDescription.of(rule, what + worse + " the champion's by", "", margin.of(1))
          .with(Trait.PERCENT, margin instanceof Margin.Relative);
    }

    Margin none() {
      return margin instanceof Margin.Relative ? Margin.relative(0) : Margin.absolute(0);
    }
  }

  private FamilyMember<?, ?> proportion(
      Compared compared, String figure, Function<VersionHealth, Optional<EventCount>> count) {
    if (seat.paired()) {
      return paired(compared, figure, count);
    }
    return seat.alone() ? alone(compared, count) : beside(compared, count);
  }

  /** On the same rows only those tell anything on which the versions differ: a sign test. */
  private FamilyMember<?, ?> paired(
      Compared compared, String figure, Function<VersionHealth, Optional<EventCount>> count) {
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen -> Optional.of(ProportionLimit.fixed(Direction.LOWER_IS_BETTER, HALF, seat.alpha())),
        seen -> PairedRows.worse(seen, figure, compared.direction()),
        TestShapes.PROPORTION_LIMIT,
        seen -> {
          double rate = count.apply(seen.champion().rollout()).map(EventCount::rate).orElse(1.0);
          return RuleDescription.of(
                  compared.rule(),
                  compared.what() + " is worse on a share of",
                  " of the "
                      + PairedRows.differing(seen, figure)
                      + " rows on which the versions differ",
                  PairedRows.allowed(seen, figure, compared.margin().of(rate)))
              .with(Trait.DECIDES, seat.deciding());
        });
  }

  private FamilyMember<?, ?> beside(
      Compared compared, Function<VersionHealth, Optional<EventCount>> count) {
    RuleDescription meaning = compared.difference().with(Trait.DECIDES, seat.deciding());
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen ->
            Optional.of(
                new ProportionDifference(
                    compared.direction(), compared.none(), compared.margin(), seat.alpha())),
        seen -> seen.arms(count, health -> count.apply(health).map(EventCount::total).orElse(0L)),
        TestShapes.PROPORTION_DIFFERENCE,
        seen -> meaning);
  }

  /** Without traffic of the champion, what it answered before is all there is to compare with. */
  private FamilyMember<?, ?> alone(
      Compared compared, Function<VersionHealth, Optional<EventCount>> count) {
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen ->
            count
                .apply(seen.champion().history())
                .flatMap(h -> history(compared.direction(), h, compared.none(), seat.alpha())),
        seen -> count.apply(seen.canary().stage()).flatMap(RuleMembers::some),
        TestShapes.PROPORTION_LIMIT,
        seen -> againstHistory(compared, count.apply(seen.champion().history())));
  }

  /** A test against a record; empty where the record leaves no limit between 0 and 1. */
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
            ", the champion's before was " + Rounded.of(before),
            lower ? before + distance : before - distance)
        .with(Trait.FLOOR, !lower);
  }

  private FamilyMember<?, ?> mean(RollbackRule.Drop rule) {
    Metric metric = rule.metric();
    Compared compared =
        new Compared(rule.toString(), metric.name(), metric.direction(), rule.margin());
    if (seat.paired()) {
      return pairedMean(compared, metric);
    }
    RuleDescription meaning = compared.difference().with(Trait.DECIDES, seat.deciding());
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen ->
            seat.alone()
                ? Optional.empty()
                : Optional.of(
                    new MeanDifference(
                        metric.direction(),
                        compared.none(),
                        rule.margin(),
                        Dispersion.estimated(),
                        seat.alpha())),
        seen ->
            seen.arms(
                health -> moments(health, metric.name()),
                health -> RuleInputs.outcome(health, metric.name()).count()),
        TestShapes.MEAN_DIFFERENCE,
        seen -> meaning);
  }

  /** On the same rows the mean of differences is held against zero. */
  private FamilyMember<?, ?> pairedMean(Compared compared, Metric metric) {
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen ->
            Optional.of(
                new MeanDifference(
                    metric.direction(),
                    Margin.absolute(0),
                    Margin.absolute(allowed(compared, metric, seen)),
                    Dispersion.estimated(),
                    seat.alpha())),
        seen -> PairedRows.besideZero(seen, metric.name()),
        TestShapes.MEAN_DIFFERENCE,
        seen ->
            RuleDescription.of(
                    compared.rule(),
                    compared.difference().before(),
                    " on the same rows",
                    allowed(compared, metric, seen))
                .with(Trait.DECIDES, seat.deciding()));
  }

  private static double allowed(Compared compared, Metric metric, RuleInputs seen) {
    double mean = RuleInputs.outcome(seen.champion().rollout(), metric.name()).mean().orElse(1);
    return compared.margin().of(mean);
  }

  /** At most half of its points may be worse than allowed: a sign test. */
  @Override
  public FamilyMember<?, ?> sourceDrop(RollbackRule.SourceDrop rule) {
    String counter = SourceFigures.counter(rule);
    RuleDescription meaning =
        RuleDescription.of(rule.toString(), "the share of points beyond that is", "", HALF);
    return new FamilyMember<>(
        seat.name(),
        seat.stages(),
        seen -> Optional.of(ProportionLimit.fixed(Direction.LOWER_IS_BETTER, HALF, seat.alpha())),
        seen -> RuleInputs.ones(seen.canary().stage(), counter).flatMap(RuleMembers::some),
        TestShapes.PROPORTION_LIMIT,
        seen -> meaning);
  }

  private static Optional<SampleMoments> moments(VersionHealth health, String metric) {
    var totals = RuleInputs.outcome(health, metric);
    return SampleMoments.reported((double) totals.count(), totals.sum(), totals.sumOfSquares());
  }

  private static Optional<EventCount> some(EventCount count) {
    return count.total() == 0 ? Optional.empty() : Optional.of(count);
  }

  static String percentile(double quantile) {
    return "p"
        + BigDecimal.valueOf(quantile).movePointRight(2).stripTrailingZeros().toPlainString()
        + " latency";
  }
}
