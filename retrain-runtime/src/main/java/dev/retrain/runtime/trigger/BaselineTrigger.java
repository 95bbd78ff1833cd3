package dev.retrain.runtime.trigger;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Durations;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Fires when the newest measurement of a built-in metric is worse than its own mean over a time
 * before, by more than a margin or by more than a number of standard deviations.
 *
 * @param metric a built-in one, whose direction is known
 * @param margin how much worse; empty when deviations are counted
 * @param deviations how many standard deviations worse; empty when a margin is given
 * @param window the time the mean is taken over
 * @param staleAfter how old the newest measurement may be, above 0
 * @param baseline which measurements the mean is taken of
 */
public record BaselineTrigger(
    String metric,
    Optional<Margin> margin,
    Optional<Double> deviations,
    Duration window,
    Duration staleAfter,
    Baseline baseline)
    implements Trigger {

  /** The measurements that the newest one is compared with. */
  public enum Baseline {
    /** Those of the time before now; a decay that is slower than this time is not seen. */
    ROLLING,
    /** Those of the time after the champion was promoted, so that a slow decay is seen as well. */
    CHAMPION
  }

  private static final int FEWEST = 8;

  /** Checks that exactly one measure of distance is given. */
  public BaselineTrigger {
    Metric.named(metric);
    if (margin.isPresent() == deviations.isPresent()) {
      throw new IllegalArgumentException("either a margin or deviations, not both or none");
    }
    if (deviations.isPresent() && !(deviations.get() > 0)) {
      throw new IllegalArgumentException("deviations must be above 0, are " + deviations.get());
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("the time must be above 0, is " + window);
    }
    if (staleAfter.isNegative() || staleAfter.isZero()) {
      throw new IllegalArgumentException("staleAfter must be above 0, is " + staleAfter);
    }
  }

  /** Creates a trigger whose newest measurement may be a day old. */
  public BaselineTrigger(
      String metric, Optional<Margin> margin, Optional<Double> deviations, Duration window) {
    this(metric, margin, deviations, window, MetricTrigger.STALE_AFTER, Baseline.ROLLING);
  }

  /** Returns a copy that compares with the first measurements of the champion. */
  public BaselineTrigger againstChampion() {
    return new BaselineTrigger(metric, margin, deviations, window, staleAfter, Baseline.CHAMPION);
  }

  @Override
  public String describe() {
    return metric
        + " worse than its mean over "
        + (baseline == Baseline.CHAMPION ? "the champion's first " : "")
        + Durations.format(window)
        + " by more than "
        + margin.map(Margin::toString).orElseGet(() -> deviations.orElseThrow() + " sigma");
  }

  @Override
  public List<Problem> warnings(Retraining policy) {
    return TriggerSources.metricsWarnings(policy, this);
  }

  @Override
  public Signal check(TriggerContext context) {
    return baseline == Baseline.ROLLING ? rolling(context) : againstChampion(context);
  }

  private Signal rolling(TriggerContext context) {
    Instant from = context.now().minus(window);
    Instant live = context.championSince().orElse(from);
    List<MetricPoint> points =
        context.metrics().read(metric, live.isAfter(from) ? live : from, context.now());
    if (points.size() <= FEWEST) {
      return Signal.undecided(
          metric + " was measured " + points.size() + " times, fewer than " + (FEWEST + 1));
    }
    return newest(points, points.subList(0, points.size() - 1), context);
  }

  private Signal againstChampion(TriggerContext context) {
    if (context.championSince().isEmpty()) {
      return Signal.undecided("no version is live, so " + metric + " has no baseline");
    }
    Instant since = context.championSince().get();
    Instant end = since.plus(window);
    List<MetricPoint> points = context.metrics().read(metric, since, context.now());
    List<MetricPoint> first = points.stream().filter(point -> point.at().isBefore(end)).toList();
    if (first.size() < FEWEST) {
      return Signal.undecided(
          metric
              + " was measured "
              + first.size()
              + " times in the champion's first "
              + Durations.format(window)
              + ", fewer than "
              + FEWEST);
    }
    if (first.size() == points.size()) {
      return Signal.undecided(metric + " was not measured since its baseline, to " + end);
    }
    return newest(points, first, context);
  }

  private Signal newest(
      List<MetricPoint> points, List<MetricPoint> before, TriggerContext context) {
    MetricPoint last = points.get(points.size() - 1);
    Staleness staleness = new Staleness(metric, staleAfter);
    if (staleness.isStale(last, context.now())) {
      return staleness.undecided(context);
    }
    double[] values = before.stream().mapToDouble(point -> point.value().value()).toArray();
    return judge(last, mean(values), deviation(values));
  }

  private Signal judge(MetricPoint last, double mean, double deviation) {
    double distance =
        margin.map(m -> m.of(mean)).orElseGet(() -> deviations.orElseThrow() * deviation);
    boolean higherIsBetter = Metric.named(metric).direction() == Direction.HIGHER_IS_BETTER;
    Comparison check =
        higherIsBetter
            ? new Comparison(metric, last.value().value(), Relation.BELOW, mean - distance)
            : new Comparison(metric, last.value().value(), Relation.ABOVE, mean + distance);
    Facts facts =
        Facts.checks(check).with("at", last.at()).with("mean", mean).with("deviation", deviation);
    return check.holds()
        ? Signal.fire(last.at().toString(), check.toString(), facts.toNode())
        : Signal.quiet(check.toString(), facts.toNode());
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1));
  }

  /**
   * Reads {@code {type: baseline, metric: auc, drop: {type: absolute, amount: 0.02}, baseline:
   * champion}}.
   */
  public static final class Type extends NamedPart<Trigger, BaselineTrigger> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Trigger.class, "baseline", BaselineTrigger.class);
    }

    @Override
    public ObjectShape<BaselineTrigger> shape() {
      ObjectShape.Builder<BaselineTrigger> all = ObjectShape.named("BaselineTrigger");
      var metric = all.required("metric", Shapes.text(), BaselineTrigger::metric, "built in");
      var drop = all.maybe("drop", Margin.shape(), BaselineTrigger::margin, "how much worse");
      var sigmas =
          all.maybe("sigmas", Shapes.number(0, 100), BaselineTrigger::deviations, "how many");
      var over =
          all.optional(
              "over", Shapes.duration(), Duration.ofDays(7), BaselineTrigger::window, "the mean");
      var stale =
          all.optional(
              "staleAfter",
              Shapes.duration(),
              MetricTrigger.STALE_AFTER,
              BaselineTrigger::staleAfter,
              "how old the newest measurement may be");
      var baseline =
          all.optional(
              "baseline",
              Shapes.choice(Baseline.class),
              Baseline.ROLLING,
              BaselineTrigger::baseline,
              "the time before now, or the champion's first");
      return all.build(
          f ->
              new BaselineTrigger(
                  requireNonNull(f.get(metric)),
                  f.find(drop),
                  f.find(sigmas),
                  f.get(over),
                  f.get(stale),
                  f.get(baseline)));
    }
  }
}
