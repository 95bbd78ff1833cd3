package dev.retrain.runtime.rollout;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.rollout.OutcomeTotals;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.RollbackRule.SourceDrop;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.api.state.MetricPoint;
import dev.retrain.api.state.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns points of a metric source into counters like those of a target: how many points of the
 * challenger there were, and how many of them were worse than allowed. Counting signs assumes
 * nothing of how the metric is distributed; while the challenger is no worse than allowed, at most
 * half of its points are expected to be.
 */
public final class SourceFigures {

  private static final Logger LOG = LoggerFactory.getLogger(SourceFigures.class);
  private static final int POINTS_OF_HISTORY = 100;

  private final MetricSource source;
  private final Rollout rollout;
  private final Instant began;

  /**
   * Figures of a rollout.
   *
   * @param began when the rollout did
   */
  public SourceFigures(MetricSource source, Rollout rollout, Instant began) {
    this.source = source;
    this.rollout = rollout;
    this.began = began;
  }

  /** The counter of a rule. */
  static String counter(SourceDrop rule) {
    return rule.toString();
  }

  /**
   * The health of both versions with the counters of the rules on the source. Where it cannot be
   * read the counters stay as they were, so that nothing is counted twice when it can again.
   */
  public Map<String, VersionHealth> with(
      Map<String, VersionHealth> health, RolloutState state, Instant now) {
    List<SourceDrop> rules = rules(rollout).toList();
    if (rules.isEmpty() || state.champion().isEmpty()) {
      return health;
    }
    Map<String, VersionHealth> more = new TreeMap<>(health);
    for (SourceDrop rule : rules) {
      String champion = state.champion().get();
      add(more, champion, rule, orAsBefore(rule, state, champion, () -> known(rule, state)));
      add(
          more,
          state.challenger(),
          rule,
          orAsBefore(rule, state, state.challenger(), () -> counted(rule, state, now)));
    }
    return more;
  }

  private static OutcomeTotals orAsBefore(
      SourceDrop rule, RolloutState state, String version, Supplier<OutcomeTotals> read) {
    try {
      return read.get();
    } catch (RetrainException e) {
      LOG.warn("{} is not read: {}", rule, e.getMessage());
      return Figures.outcome(state.tally(version).last(), counter(rule));
    }
  }

  /** The rules on a source. */
  static Stream<SourceDrop> rules(Rollout rollout) {
    return rollout.rules().stream()
        .filter(SourceDrop.class::isInstance)
        .map(SourceDrop.class::cast)
        .distinct();
  }

  private static void add(
      Map<String, VersionHealth> health, String version, SourceDrop rule, OutcomeTotals totals) {
    health.computeIfPresent(
        version,
        (name, seen) -> {
          Map<String, OutcomeTotals> outcomes = new TreeMap<>(seen.outcomes());
          if (totals.count() > 0) {
            outcomes.put(counter(rule), totals);
          }
          return new VersionHealth(
              seen.ready(), seen.requests(), seen.errors(), seen.latency(), outcomes);
        });
  }

  /** The champion's counter only says that the source has the metric. */
  private OutcomeTotals known(SourceDrop rule, RolloutState state) {
    return new OutcomeTotals(history(rule, state).size(), 0, 0);
  }

  private OutcomeTotals counted(SourceDrop rule, RolloutState state, Instant now) {
    List<MetricPoint> mine = read(rule, state.challenger(), began, now);
    List<MetricPoint> theirs =
        rule.against() == SourceDrop.Against.CHAMPION
            ? read(rule, state.champion().orElseThrow(), began, now)
            : history(rule, state);
    long worse = 0;
    long points = 0;
    for (MetricPoint point : mine) {
      Optional<Double> limit = reference(rule, theirs, point.at()).map(worst(rule)::applyAsDouble);
      if (limit.isPresent()) {
        points++;
        worse += isWorse(rule, point.value().value(), limit.get()) ? 1 : 0;
      }
    }
    return new OutcomeTotals(points, worse, worse);
  }

  private static DoubleUnaryOperator worst(SourceDrop rule) {
    return value ->
        rule.metric().direction() == Direction.LOWER_IS_BETTER
            ? value + rule.margin().of(value)
            : value - rule.margin().of(value);
  }

  private static boolean isWorse(SourceDrop rule, double value, double limit) {
    return rule.metric().direction() == Direction.LOWER_IS_BETTER ? value > limit : value < limit;
  }

  /** The champion's point nearest in time, or the median of its history. */
  private Optional<Double> reference(SourceDrop rule, List<MetricPoint> theirs, Instant at) {
    if (rule.against() == SourceDrop.Against.HISTORY) {
      List<Double> values = theirs.stream().map(point -> point.value().value()).sorted().toList();
      return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() / 2));
    }
    return theirs.stream()
        .min((a, b) -> distance(a, at).compareTo(distance(b, at)))
        .filter(point -> distance(point, at).compareTo(rollout.checkEvery()) <= 0)
        .map(point -> point.value().value());
  }

  private static Duration distance(MetricPoint point, Instant at) {
    return Duration.between(point.at(), at).abs();
  }

  /** As long as a hundred looks before the rollout. */
  private List<MetricPoint> history(SourceDrop rule, RolloutState state) {
    Duration before = rollout.checkEvery().multipliedBy(POINTS_OF_HISTORY);
    return read(rule, state.champion().orElseThrow(), began.minus(before), began);
  }

  private List<MetricPoint> read(
      RollbackRule.SourceDrop rule, String version, Instant after, Instant upTo) {
    return after.isBefore(upTo)
        ? source.read(rule.metric().name() + "@" + version, after, upTo)
        : List.of();
  }
}
