package dev.retrain.runtime.trigger;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.Problem;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Fires while a metric of the live model has been beyond a limit for a time.
 *
 * <p>Only what was measured since the champion went live counts. A gap neither passes nor fails: it
 * does not break the stretch, and it does not count towards its length. A gap is a time without
 * measurement longer than half the time asked for.
 *
 * <p>Without a level to arm at, every measurement beyond the limit is a firing of its own, which
 * guards may hold back. With one, a stay beyond the limit is one firing, until the metric has been
 * at that level or better: one run, however long the stay; a new champion begins anew.
 *
 * @param metric its name
 * @param relation {@code BELOW} or {@code ABOVE}
 * @param limit in the metric's unit
 * @param consecutive for how long; zero looks at the last measurement alone
 * @param halfLife by which measurements are smoothed before they are compared; empty for none
 * @param resetLevel the level the metric must reach before it can fire again; empty for none
 * @param staleAfter how old the newest measurement may be, above 0
 */
public record MetricTrigger(
    String metric,
    Relation relation,
    double limit,
    Duration consecutive,
    Optional<Duration> halfLife,
    Optional<Double> resetLevel,
    Duration staleAfter)
    implements Trigger {

  /** How old the newest measurement may be by default before it says nothing about now. */
  static final Duration STALE_AFTER = Duration.ofDays(1);

  /** A metric whose limit is still to be said. */
  public record Named(String metric) {

    /** Fires while it is below a limit. */
    public MetricTrigger below(double limit) {
      return new MetricTrigger(
          metric,
          Relation.BELOW,
          limit,
          Duration.ZERO,
          Optional.empty(),
          Optional.empty(),
          STALE_AFTER);
    }

    /** Fires while it is above a limit. */
    public MetricTrigger above(double limit) {
      return new MetricTrigger(
          metric,
          Relation.ABOVE,
          limit,
          Duration.ZERO,
          Optional.empty(),
          Optional.empty(),
          STALE_AFTER);
    }
  }

  /** Checks the numbers. */
  public MetricTrigger {
    Metric.checkName(metric);
    requireNonNull(relation);
    if (!Double.isFinite(limit)) {
      throw new IllegalArgumentException("the limit of " + metric + " must be finite");
    }
    if (consecutive.isNegative()) {
      throw new IllegalArgumentException("the time must not be negative, is " + consecutive);
    }
    if (staleAfter.isNegative() || staleAfter.isZero()) {
      throw new IllegalArgumentException("staleAfter must be above 0, is " + staleAfter);
    }
    halfLife.ifPresent(HalfLife::new); // checks the range
    if (resetLevel.isPresent() && !Double.isFinite(resetLevel.get())) {
      throw new IllegalArgumentException("the level to arm " + metric + " at must be finite");
    }
  }

  /** Returns a copy that fires only after it has been so for a time without a break. */
  public MetricTrigger forConsecutive(Duration time) {
    return new MetricTrigger(metric, relation, limit, time, halfLife, resetLevel, staleAfter);
  }

  /** Returns the same on smoothed values: a measurement this old counts half. */
  public MetricTrigger smoothed(Duration half) {
    return new MetricTrigger(
        metric, relation, limit, consecutive, Optional.of(half), resetLevel, staleAfter);
  }

  /** Returns a copy that fires once until the metric has been at this level or better. */
  public MetricTrigger resetAt(double level) {
    return new MetricTrigger(
        metric, relation, limit, consecutive, halfLife, Optional.of(level), staleAfter);
  }

  /** Returns a copy that is undecided once the newest measurement is older than this. */
  public MetricTrigger staleAfter(Duration age) {
    return new MetricTrigger(metric, relation, limit, consecutive, halfLife, resetLevel, age);
  }

  @Override
  public String describe() {
    String words = metric + " " + relation.name().toLowerCase(Locale.ROOT) + " " + Node.of(limit);
    return words
        + (consecutive.isZero() ? "" : " for " + Durations.format(consecutive))
        + halfLife.map(half -> ", half-life " + Durations.format(half)).orElse("")
        + resetLevel.map(level -> ", again after " + Node.of(level)).orElse("")
        + (staleAfter.equals(STALE_AFTER) ? "" : ", stale after " + Durations.format(staleAfter));
  }

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>(limitProblems());
    if (resetLevel.isPresent()
        && new Comparison(metric, resetLevel.get(), relation, limit).holds()) {
      problems.add(
          Problem.error(
              "contradictory-levels",
              "when",
              describe(),
              "at "
                  + Node.of(resetLevel.get())
                  + " it would arm again while it is "
                  + relation.name().toLowerCase(Locale.ROOT)
                  + " "
                  + Node.of(limit)
                  + ", where it fires",
              "Let it arm at the limit or on its other side"));
    }
    return problems;
  }

  private List<Problem> limitProblems() {
    boolean share = Metric.builtIn(metric).isPresent() && MetricRange.isShare(metric);
    boolean never = share && (relation == Relation.BELOW ? limit <= 0 : limit >= 1);
    boolean always = share && (relation == Relation.BELOW ? limit > 1 : limit < 0);
    return never || always
        ? List.of(
            Problem.error(
                never ? "never-fires" : "always-fires",
                "when",
                describe(),
                metric + " lies from 0 to 1, so this is " + (never ? "never" : "always") + " so",
                "Write a limit between 0 and 1"))
        : List.of();
  }

  @Override
  public List<Problem> warnings(Retraining policy) {
    return TriggerSources.metricsWarnings(policy, this);
  }

  @Override
  public Signal check(TriggerContext context) {
    List<MetricPoint> points = points(context);
    if (points.isEmpty()
        || points.get(points.size() - 1).at().isBefore(context.now().minus(staleAfter))) {
      return new Staleness(metric, staleAfter).undecided(context);
    }
    return resetLevel
        .map(level -> new Stay(level, context).once(judge(points), points))
        .orElseGet(() -> judge(points));
  }

  private List<MetricPoint> points(TriggerContext context) {
    Optional<HalfLife> smoothing = halfLife.map(HalfLife::new);
    Instant now = context.now();
    Instant from = now.minus(consecutive).minus(staleAfter);
    Instant early = smoothing.map(half -> from.minus(half.reach())).orElse(from);
    Instant live = context.championSince().orElse(early);
    List<MetricPoint> read =
        context.metrics().read(metric, live.isAfter(early) ? live : early, now);
    return smoothing.map(half -> half.smooth(read)).orElse(read).stream()
        .filter(point -> point.at().isAfter(from))
        .toList();
  }

  /** One stay beyond the limit: it has one firing, whose name is remembered until it ends. */
  private final class Stay {
    private final double level;
    private final TriggerContext context;

    Stay(double level, TriggerContext context) {
      this.level = level;
      this.context = context;
    }

    Signal once(Signal said, List<MetricPoint> points) {
      Optional<Instant> begun = begun();
      boolean ended =
          begun.isPresent()
              && points.stream()
                  .anyMatch(point -> point.at().isAfter(begun.get()) && isBack(point));
      if (begun.isPresent() && !ended) {
        return still(begun.get(), points.get(points.size() - 1));
      }
      if (said instanceof Signal.Fire fire) {
        context.remember(fire.firingId());
      } else if (ended) {
        context.remember("");
      }
      return said;
    }

    /** Returns when the stay under way fired; a stay of an earlier champion is over. */
    private Optional<Instant> begun() {
      return context
          .recall()
          .filter(text -> !text.isEmpty())
          .map(Instant::parse)
          .filter(fired -> !fired.isAfter(context.now())) // a wrong clock
          .filter(fired -> context.championSince().filter(fired::isBefore).isEmpty());
    }

    private boolean isBack(MetricPoint point) {
      double value = point.value().value();
      return relation == Relation.BELOW ? value >= level : value <= level;
    }

    private Signal still(Instant begun, MetricPoint last) {
      String why =
          compare(last) + ", and has not been back at " + Node.of(level) + " since " + begun;
      return Signal.fire(begun.toString(), why, facts(List.of(last)).with("since", begun).toNode());
    }
  }

  private Signal judge(List<MetricPoint> points) {
    MetricPoint last = points.get(points.size() - 1);
    List<MetricPoint> beyond = stretch(points);
    if (beyond.isEmpty()) {
      return Signal.quiet(compare(last).toString(), facts(List.of(last)).toNode());
    }
    int first = points.size() - beyond.size();
    Duration covered = covered(points.subList(Math.max(0, first - 1), points.size()));
    Facts facts = facts(beyond).with("since", beyond.get(0).at());
    if (covered.compareTo(consecutive) >= 0) {
      String since = consecutive.isZero() ? "" : " since " + beyond.get(0).at();
      return Signal.fire(last.at().toString(), compare(last) + since, facts.toNode());
    }
    return Duration.between(beyond.get(0).at(), last.at()).compareTo(consecutive) < 0
        ? Signal.quiet(
            compare(last) + ", for " + Durations.format(covered) + " so far", facts.toNode())
        : Signal.undecided(
            compare(last)
                + ", but it was measured for only "
                + Durations.format(covered)
                + " of the last "
                + Durations.format(consecutive),
            facts.toNode());
  }

  /** Returns the newest measurements in a row beyond the limit, oldest first. */
  private List<MetricPoint> stretch(List<MetricPoint> points) {
    List<MetricPoint> beyond = new ArrayList<>();
    for (int i = points.size() - 1; i >= 0 && compare(points.get(i)).holds(); i--) {
      beyond.add(0, points.get(i));
    }
    return beyond;
  }

  /**
   * Returns the time measured, gaps left out. A measurement stands for the time since the one
   * before it, so the first of the list only says where the second begins.
   */
  private Duration covered(List<MetricPoint> points) {
    Duration sum = Duration.ZERO;
    for (int i = 1; i < points.size(); i++) {
      Duration step = Duration.between(points.get(i - 1).at(), points.get(i).at());
      if (step.multipliedBy(2).compareTo(consecutive) <= 0) {
        sum = sum.plus(step);
      }
    }
    return sum;
  }

  private Comparison compare(MetricPoint point) {
    return new Comparison(metric, point.value().value(), relation, limit);
  }

  private Facts facts(List<MetricPoint> points) {
    MetricPoint last = points.get(points.size() - 1);
    return Facts.checks(points.stream().map(this::compare).toList())
        .with("at", last.at())
        .with("points", points.size());
  }

  /** {@code {type: metric, metric: auc, below: 0.6, for: 3h, halfLife: 6h, rearm: 0.65}}. */
  public static final class Type extends NamedPart<Trigger, MetricTrigger> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Trigger.class, "metric", MetricTrigger.class);
    }

    @Override
    public ObjectShape<MetricTrigger> shape() {
      ObjectShape.Builder<MetricTrigger> all = ObjectShape.named("MetricTrigger");
      var metric = all.required("metric", Shapes.text(), MetricTrigger::metric, "its name");
      var below = all.maybe("below", Shapes.number(), t -> t.limit(Relation.BELOW), "the limit");
      var above = all.maybe("above", Shapes.number(), t -> t.limit(Relation.ABOVE), "the limit");
      var time =
          all.optional(
              "for", Shapes.duration(), Duration.ZERO, MetricTrigger::consecutive, "how long");
      var half = all.maybe("halfLife", Shapes.duration(), MetricTrigger::halfLife, "smoothing");
      var rearm = all.maybe("rearm", Shapes.number(), MetricTrigger::resetLevel, "the level");
      all.alias("resetAt", rearm);
      var stale =
          all.optional(
              "staleAfter",
              Shapes.duration(),
              STALE_AFTER,
              MetricTrigger::staleAfter,
              "how old the newest measurement may be");
      return all.build(
          f -> {
            MetricTrigger plain = of(f.get(metric), f.find(below), f.find(above));
            return new MetricTrigger(
                plain.metric(),
                plain.relation(),
                plain.limit(),
                f.get(time),
                f.find(half),
                f.find(rearm),
                f.get(stale));
          });
    }

    private static MetricTrigger of(String metric, Optional<Double> below, Optional<Double> above) {
      if (below.isPresent() == above.isPresent()) {
        throw new IllegalArgumentException("a metric trigger has either 'below' or 'above'");
      }
      return below
          .map(new Named(metric)::below)
          .orElseGet(() -> new Named(metric).above(above.orElseThrow()));
    }
  }

  private Optional<Double> limit(Relation asked) {
    return relation == asked ? Optional.of(limit) : Optional.empty();
  }
}
