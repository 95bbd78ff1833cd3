package dev.retrain.api.rollout;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.Percent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The document form of a rollout, its strategies and rules. */
final class RolloutShape {

  static final Shape<Rollout> SHAPE = shape();

  private RolloutShape() {}

  private static Shape<Rollout> shape() {
    ObjectShape.Builder<Rollout> all = ObjectShape.named("Rollout");
    var strategy = all.required("strategy", strategy(), Rollout::strategy, "how traffic moves");
    var observe =
        all.optional(
            "observe",
            Shapes.duration(),
            Duration.ofMinutes(30),
            Rollout::observe,
            "how long each stage is observed");
    var check =
        all.optional(
            "checkEvery",
            Shapes.duration(),
            Duration.ofMinutes(1),
            Rollout::checkEvery,
            "how often health is checked");
    var warmUp =
        all.optional(
            "warmUp",
            Shapes.duration(),
            Duration.ZERO,
            Rollout::warmUp,
            "after a traffic change, when nothing is counted");
    var minimum =
        all.optional(
            "minimumRequests",
            Shapes.integer(0, Long.MAX_VALUE),
            1L,
            Rollout::minimumRequests,
            "of the challenger in each stage");
    var rules =
        all.optional(
            "rollbackIf",
            Shapes.list(rule()),
            List.of(),
            Rollout::rules,
            "when the challenger is rolled back");
    var alpha =
        all.optional(
            "falseRollback",
            Fraction.shape(),
            new Fraction(0.05),
            Rollout::falseRollback,
            "probability of rolling back a version that is not worse");
    var inconclusive =
        all.maybe(
            "whenInconclusive",
            Shapes.choice(Rollout.WhenInconclusive.class),
            r -> unlessDefault(r.strategy(), r.whenInconclusive()),
            "when a stage ends without enough evidence; proceed, for an A/B test roll-back");
    var noTraffic =
        all.optional(
            "whenNoTraffic",
            Shapes.choice(Rollout.WhenNoTraffic.class),
            Rollout.WhenNoTraffic.EXTEND_ONCE,
            Rollout::whenNoTraffic,
            "when a stage ends with fewer than minimumRequests; extend-once, then roll-back");
    var rollbackWindow =
        all.maybe(
            "armed",
            rollbackWindow(),
            Rollout::rollbackWindow,
            "a rollback after promotion, for late labels");
    all.alias("rollbackWindow", rollbackWindow);
    return all.build(
        f ->
            new Rollout(
                f.get(strategy),
                f.get(observe),
                f.get(check),
                f.get(warmUp),
                f.get(minimum),
                f.get(rules),
                f.get(alpha),
                f.find(inconclusive).orElseGet(() -> Rollout.defaultFor(f.get(strategy))),
                f.get(noTraffic),
                f.find(rollbackWindow)));
  }

  private static Optional<Rollout.WhenInconclusive> unlessDefault(
      Strategy strategy, Rollout.WhenInconclusive policy) {
    return policy == Rollout.defaultFor(strategy) ? Optional.empty() : Optional.of(policy);
  }

  private static Shape<RollbackWindow> rollbackWindow() {
    ObjectShape.Builder<RollbackWindow> all = ObjectShape.named("Armed");
    var window =
        all.required("window", Shapes.duration(), RollbackWindow::window, "in which labels come");
    var labels =
        all.required(
            "labels", Shapes.integer(1, Long.MAX_VALUE), RollbackWindow::labels, "that are enough");
    return all.build(f -> new RollbackWindow(f.get(window), f.get(labels)));
  }

  private static Shape<Strategy> strategy() {
    ObjectShape.Builder<Strategy.AllAtOnce> all = ObjectShape.named("AllAtOnce");
    ObjectShape.Builder<Strategy.Canary> canary = ObjectShape.named("Canary");
    var stages =
        canary.required(
            "stages", Shapes.list(Percent.shape()), Strategy.Canary::stages, "in percent");
    ObjectShape.Builder<Strategy.Linear> linear = ObjectShape.named("Linear");
    var step = linear.required("step", Percent.shape(), Strategy.Linear::step, "in percent");
    var interval =
        linear.required("interval", Shapes.duration(), Strategy.Linear::interval, "between steps");
    ObjectShape.Builder<Strategy.BlueGreen> blueGreen = ObjectShape.named("BlueGreen");
    var keep =
        blueGreen.required(
            "keep", Shapes.duration(), Strategy.BlueGreen::keep, "the champion ready");
    ObjectShape.Builder<Strategy.AbTest> abTest = ObjectShape.named("AbTest");
    var share = abTest.required("share", Percent.shape(), Strategy.AbTest::share, "in percent");
    var metric = abTest.required("metric", Shapes.text(), Strategy.AbTest::metric, "that decides");
    ObjectShape.Builder<Strategy.Shadow> shadow = ObjectShape.named("Shadow");
    var copied = shadow.required("share", Percent.shape(), Strategy.Shadow::share, "in percent");
    return UnionShape.<Strategy>on("type")
        .with("all-at-once", Strategy.AllAtOnce.class, all.build(f -> new Strategy.AllAtOnce()))
        .with(
            "canary", Strategy.Canary.class, canary.build(f -> new Strategy.Canary(f.get(stages))))
        .with(
            "linear",
            Strategy.Linear.class,
            linear.build(f -> new Strategy.Linear(f.get(step), f.get(interval))))
        .with(
            "blue-green",
            Strategy.BlueGreen.class,
            blueGreen.build(f -> new Strategy.BlueGreen(f.get(keep))))
        .with(
            "ab-test",
            Strategy.AbTest.class,
            abTest.build(f -> new Strategy.AbTest(f.get(share), f.get(metric))))
        .with(
            "shadow", Strategy.Shadow.class, shadow.build(f -> new Strategy.Shadow(f.get(copied))));
  }

  private static Shape<RollbackRule> rule() {
    ObjectShape.Builder<RollbackRule.Drop> drop = ObjectShape.named("Drop");
    var metric = drop.required("metric", Shapes.text(), r -> r.metric().name(), "that drops");
    var direction =
        drop.maybe(
            "direction",
            Shapes.choice(Direction.class),
            r -> ownDirection(r.metric()),
            "for metrics not built in");
    var margin = drop.required("margin", Margin.shape(), RollbackRule.Drop::margin, "allowed");
    ObjectShape.Builder<RollbackRule.LatencyAbove> above = ObjectShape.named("LatencyAbove");
    var quantile =
        above.required(
            "quantile", Fraction.shape(), RollbackRule.LatencyAbove::quantile, "such as 0.95");
    var limit =
        above.required("limit", Shapes.duration(), RollbackRule.LatencyAbove::limit, "allowed");
    ObjectShape.Builder<RollbackRule.LatencyRatioAbove> ratio =
        ObjectShape.named("LatencyRatioAbove");
    var ratioQuantile =
        ratio.required(
            "quantile", Fraction.shape(), RollbackRule.LatencyRatioAbove::quantile, "as 0.95");
    var factor =
        ratio.required(
            "factor",
            Shapes.number(1, 1e6),
            RollbackRule.LatencyRatioAbove::factor,
            "of the champion's");
    ObjectShape.Builder<RollbackRule.ErrorRateAbove> errors = ObjectShape.named("ErrorRateAbove");
    var rate =
        errors.required("limit", Fraction.shape(), RollbackRule.ErrorRateAbove::limit, "allowed");
    ObjectShape.Builder<RollbackRule.ErrorRateRise> rise = ObjectShape.named("ErrorRateRise");
    var allowed =
        rise.required("margin", Margin.shape(), RollbackRule.ErrorRateRise::margin, "allowed");
    return UnionShape.<RollbackRule>on("type")
        .with("source-drop", RollbackRule.SourceDrop.class, sourceDrop())
        .with(
            "drop",
            RollbackRule.Drop.class,
            drop.build(
                f ->
                    new RollbackRule.Drop(metric(f.get(metric), f.find(direction)), f.get(margin))))
        .with(
            "latency-above",
            RollbackRule.LatencyAbove.class,
            above.build(f -> new RollbackRule.LatencyAbove(f.get(quantile), f.get(limit))))
        .with(
            "latency-ratio-above",
            RollbackRule.LatencyRatioAbove.class,
            ratio.build(
                f -> new RollbackRule.LatencyRatioAbove(f.get(ratioQuantile), f.get(factor))))
        .with(
            "error-rate-above",
            RollbackRule.ErrorRateAbove.class,
            errors.build(f -> new RollbackRule.ErrorRateAbove(f.get(rate))))
        .with(
            "error-rate-rise",
            RollbackRule.ErrorRateRise.class,
            rise.build(f -> new RollbackRule.ErrorRateRise(f.get(allowed))));
  }

  private static ObjectShape<RollbackRule.SourceDrop> sourceDrop() {
    ObjectShape.Builder<RollbackRule.SourceDrop> drop = ObjectShape.named("SourceDrop");
    var metric = drop.required("metric", Shapes.text(), r -> r.metric().name(), "of the source");
    var direction =
        drop.maybe(
            "direction",
            Shapes.choice(Direction.class),
            r -> ownDirection(r.metric()),
            "for metrics not built in");
    var margin =
        drop.required("margin", Margin.shape(), RollbackRule.SourceDrop::margin, "allowed");
    var against =
        drop.optional(
            "against",
            Shapes.choice(RollbackRule.SourceDrop.Against.class),
            RollbackRule.SourceDrop.Against.CHAMPION,
            RollbackRule.SourceDrop::against,
            "the champion's points of the same time, or its history");
    return drop.build(
        f ->
            new RollbackRule.SourceDrop(
                metric(f.get(metric), f.find(direction)), f.get(margin), f.get(against)));
  }

  private static Metric metric(String name, Optional<Direction> direction) {
    return direction.map(d -> new Metric(name, d, "")).orElseGet(() -> Metric.named(name));
  }

  private static Optional<Direction> ownDirection(Metric metric) {
    return Metric.builtIn(metric.name()).isPresent()
        ? Optional.empty()
        : Optional.of(metric.direction());
  }
}
