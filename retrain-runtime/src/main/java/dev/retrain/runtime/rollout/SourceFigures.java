package dev.retrain.runtime.rollout;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.rollout.RollbackRule.SourceDrop;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts points of a metric source into counters like those of a target: the number of the
 * challenger's points, and how many of them were worse than allowed. A sign test assumes nothing
 * about the metric's distribution; while the challenger is no worse than allowed, at most half of
 * its points are expected to be.
 */
public final class SourceFigures {

  private static final Logger LOG = LoggerFactory.getLogger(SourceFigures.class);
  private static final int POINTS_OF_HISTORY = 100;

  private final MetricSource source;
  private final Rollout rollout;
  private final Instant began;

  /**
   * Creates the figures of a rollout.
   *
   * @param began start of the rollout
   */
  public SourceFigures(MetricSource source, Rollout rollout, Instant began) {
    this.source = source;
    this.rollout = rollout;
    this.began = began;
  }

  /** Returns the counter name of a rule. */
  static String counter(SourceDrop rule) {
    return rule.toString();
  }

  /**
   * Returns the health of both versions with the counters of the rules on the source. If the source
   * cannot be read, the counters keep their values, so that nothing is counted twice later.
   */
  public Map<String, VersionHealth> with(
      Map<String, VersionHealth> health, RolloutState state, Instant now) {
    List<SourceDrop> rules = rules(rollout).toList();
    if (rules.isEmpty() || state.champion().isEmpty()) {
      return health;
    }
    Map<String, VersionHealth> more = new TreeMap<>(health);
    rules.forEach(rule -> add(more, rule, state, now));
    return more;
  }

  private void add(
      Map<String, VersionHealth> health, SourceDrop rule, RolloutState state, Instant now) {
    String champion = state.champion().orElseThrow();
    OutcomeTotals championTotals;
    OutcomeTotals counted;
    try {
      Points points = points(rule, state.challenger(), champion, now);
      // The champion's counter only records that the source has the metric.
      championTotals = new OutcomeTotals(points.history().size(), 0, 0);
      counted = counted(rule, points);
    } catch (RetrainException e) {
      LOG.warn("{} cannot be read: {}", rule, e.getMessage());
      championTotals = RuleInputs.outcome(state.counts(champion).last(), counter(rule));
      counted = RuleInputs.outcome(state.counts(state.challenger()).last(), counter(rule));
    }
    add(health, champion, rule, championTotals);
    add(health, state.challenger(), rule, counted);
  }

  /**
   * Holds the points of one look at the source.
   *
   * @param challenger points of the challenger since the rollout started
   * @param champion points of the champion since then
   * @param history points of the champion before
   */
  private record Points(
      List<MetricPoint> challenger, List<MetricPoint> champion, List<MetricPoint> history) {}

  /** Reads both versions in one request, from a hundred looks before the rollout on. */
  private Points points(SourceDrop rule, String challenger, String champion, Instant now) {
    Instant from = began.minus(rollout.checkEvery().multipliedBy(POINTS_OF_HISTORY));
    String challengerSeries = rule.metric().name() + "@" + challenger;
    String reference = rule.metric().name() + "@" + champion;
    Map<String, List<MetricPoint>> read =
        source.readAll(Set.of(challengerSeries, reference), from, now);
    return new Points(
        since(read.getOrDefault(challengerSeries, List.of()), true),
        since(read.getOrDefault(reference, List.of()), true),
        since(read.getOrDefault(reference, List.of()), false));
  }

  private List<MetricPoint> since(List<MetricPoint> points, boolean after) {
    return points.stream().filter(point -> point.at().isAfter(began) == after).toList();
  }

  /** Returns the rules on a source. */
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
          return seen.withOutcomes(outcomes);
        });
  }

  private OutcomeTotals counted(SourceDrop rule, Points read) {
    List<MetricPoint> challengerSeries = read.challenger();
    List<MetricPoint> reference =
        rule.against() == SourceDrop.Against.CHAMPION ? read.champion() : read.history();
    long worse = 0;
    long points = 0;
    for (MetricPoint point : challengerSeries) {
      Optional<Double> limit =
          reference(rule, reference, point.at()).map(worstAllowed(rule)::applyAsDouble);
      if (limit.isPresent()) {
        points++;
        worse += isWorse(rule, point.value().value(), limit.get()) ? 1 : 0;
      }
    }
    return new OutcomeTotals(points, worse, worse);
  }

  private static DoubleUnaryOperator worstAllowed(SourceDrop rule) {
    return value ->
        rule.metric().direction() == Direction.LOWER_IS_BETTER
            ? value + rule.margin().of(value)
            : value - rule.margin().of(value);
  }

  private static boolean isWorse(SourceDrop rule, double value, double limit) {
    return rule.metric().direction() == Direction.LOWER_IS_BETTER ? value > limit : value < limit;
  }

  /** Returns the champion's point nearest in time, or the median of its history. */
  private Optional<Double> reference(SourceDrop rule, List<MetricPoint> reference, Instant at) {
    if (rule.against() == SourceDrop.Against.HISTORY) {
      List<Double> values =
          reference.stream().map(point -> point.value().value()).sorted().toList();
      return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() / 2));
    }
    return reference.stream()
        .min((a, b) -> distance(a, at).compareTo(distance(b, at)))
        .filter(point -> distance(point, at).compareTo(rollout.checkEvery()) <= 0)
        .map(point -> point.value().value());
  }

  private static Duration distance(MetricPoint point, Instant at) {
    return Duration.between(point.at(), at).abs();
  }
}
