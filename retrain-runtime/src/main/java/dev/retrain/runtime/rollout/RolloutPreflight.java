package dev.retrain.runtime.rollout;

import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Strategy;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is checked before traffic moves: a rule nobody could ever judge is refused. */
final class RolloutPreflight {

  private RolloutPreflight() {}

  /**
   * Why the rollout cannot begin.
   *
   * @param champion what it counted; one that answered nothing yet shows nothing
   */
  static Optional<String> refusal(Rollout rollout, StageSequence course, VersionHealth champion) {
    if (rollout.strategy() instanceof Strategy.AbTest test
        && AbMetric.of(test, rollout.rules()).isEmpty()) {
      return Optional.of(
          "the A/B test is decided by "
              + test.metric()
              + ", which is not built in: name it in a rule of new Drop(new Metric(name, direction,"
              + " unit), margin), so that its direction is known");
    }
    Optional<String> unread =
        SourceFigures.rules(rollout)
            .filter(rule -> !champion.outcomes().containsKey(SourceFigures.counter(rule)))
            .map(rule -> rule.metric().name())
            .findFirst();
    if (unread.isPresent()) {
      return Optional.of(
          "the metric source has no points of the champion's " + unread.get() + " to compare with");
    }
    Set<String> counted = counted(rollout, champion);
    if (champion.requests() > 0 && champion.latency().total() == 0 && timesLatency(rollout)) {
      return Optional.of("no source has the latency: the target counts no durations");
    }
    if (counted.isEmpty()) {
      return metrics(rollout).findAny().isPresent()
              && champion.requests() > 0
              && course.armed().isEmpty()
          ? Optional.of(
              "no source has the metric "
                  + metrics(rollout).sorted().distinct().collect(Collectors.joining(", "))
                  + ": of "
                  + champion.requests()
                  + " requests the champion answered none has a label; where labels are late, keep"
                  + " the rollback armed for them with keepArmed(window, labels)")
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

  /** What the target counts, without what the metric source told. */
  private static Set<String> counted(Rollout rollout, VersionHealth champion) {
    Set<String> counted = new TreeSet<>(champion.outcomes().keySet());
    SourceFigures.rules(rollout).map(SourceFigures::counter).forEach(counted::remove);
    counted.removeIf(PairedRows::isOne);
    return counted;
  }

  private static boolean timesLatency(Rollout rollout) {
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
