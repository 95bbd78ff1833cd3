package dev.retrain.runtime.rollout;

import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Strategy;
import dev.retrain.spi.deploy.LatencyForm;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks before traffic moves that every rule of a rollout can be tested. */
final class RolloutPreflight {

  private RolloutPreflight() {}

  /**
   * Returns why the rollout cannot start; empty if it can.
   *
   * @param champion its counters; a champion without requests refuses nothing
   * @param latency how the target reports it
   */
  static Optional<String> refusal(
      Rollout rollout, StageSequence stages, VersionHealth champion, LatencyForm latency) {
    if (rollout.strategy() instanceof Strategy.AbTest test
        && AbMetric.of(test, rollout.rules()).isEmpty()) {
      return Optional.of(
          "the A/B test is decided by "
              + test.metric()
              + ", which is not a built-in metric. Declare it in a rule new Drop(new Metric(name,"
              + " direction, unit), margin), which gives its direction");
    }
    Optional<String> unmeasured =
        SourceFigures.rules(rollout)
            .filter(rule -> !champion.outcomes().containsKey(SourceFigures.counter(rule)))
            .map(rule -> rule.metric().name())
            .findFirst();
    if (unmeasured.isPresent()) {
      return Optional.of(
          "the metric source has no points of the champion's "
              + unmeasured.get()
              + " to compare with");
    }
    Set<String> counted = counted(rollout, champion);
    if (latency.counted()
        && champion.requests() > 0
        && champion.latency().total() == 0
        && hasLatencyRule(rollout)) {
      return Optional.of("no source has the latency: the target counts no durations");
    }
    if (counted.isEmpty()) {
      return metrics(rollout).findAny().isPresent()
              && champion.requests() > 0
              && stages.rollbackWindow().isEmpty()
          ? Optional.of(
              "no source has the metric "
                  + metrics(rollout).sorted().distinct().collect(Collectors.joining(", "))
                  + ": of "
                  + champion.requests()
                  + " requests that the champion answered none has a label. If labels arrive late,"
                  + " keep the rollback window open for them with rollbackWindow(window, labels)")
          : Optional.empty();
    }
    List<String> unknown =
        metrics(rollout).filter(metric -> !counted.contains(metric)).sorted().distinct().toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "no source has the metric "
                + String.join(", ", unknown)
                + ": the target counts "
                + String.join(", ", counted));
  }

  /** Returns what the target itself counts, without the counters of the metric source. */
  private static Set<String> counted(Rollout rollout, VersionHealth champion) {
    Set<String> counted = new TreeSet<>(champion.outcomes().keySet());
    SourceFigures.rules(rollout).map(SourceFigures::counter).forEach(counted::remove);
    counted.removeIf(PairedRows::isPaired);
    rollout.rules().stream()
        .filter(RollbackRule.LatencyAbove.class::isInstance)
        .map(rule -> LatencyIntervals.counter((RollbackRule.LatencyAbove) rule))
        .forEach(counted::remove);
    return counted;
  }

  private static boolean hasLatencyRule(Rollout rollout) {
    return rollout.rules().stream()
        .anyMatch(
            rule ->
                rule instanceof RollbackRule.LatencyAbove
                    || rule instanceof RollbackRule.LatencyRatioAbove);
  }

  private static Stream<String> metrics(Rollout rollout) {
    Stream<String> rules =
        rollout.rules().stream()
            .filter(RollbackRule.Drop.class::isInstance)
            .map(rule -> ((RollbackRule.Drop) rule).metric().name());
    return rollout.strategy() instanceof Strategy.AbTest test
        ? Stream.concat(rules, Stream.of(test.metric()))
        : rules;
  }
}
