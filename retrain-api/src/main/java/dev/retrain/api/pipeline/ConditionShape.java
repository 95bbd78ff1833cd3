package dev.retrain.api.pipeline;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;
import dev.retrain.api.metric.Margin;
import java.util.List;

/** The parts of a gate's condition. */
final class ConditionShape {

  private ConditionShape() {}

  /** Returns a list of parts that must all hold. */
  static Shape<Condition> shape() {
    return Shapes.list(part())
        .as(
            parts -> parts.size() == 1 ? parts.get(0) : new Condition.All(parts),
            condition -> List.copyOf(condition.parts()));
  }

  private static Shape<Condition> part() {
    ObjectShape.Builder<Condition.AtLeast> atLeast = ObjectShape.named("AtLeast");
    var least = atLeast.required("metric", Shapes.text(), Condition.AtLeast::metric, "its name");
    var floor =
        atLeast.required(
            "threshold", Shapes.number(), Condition.AtLeast::threshold, "the smallest allowed");
    ObjectShape.Builder<Condition.AtMost> atMost = ObjectShape.named("AtMost");
    var most = atMost.required("metric", Shapes.text(), Condition.AtMost::metric, "its name");
    var ceiling =
        atMost.required(
            "threshold", Shapes.number(), Condition.AtMost::threshold, "the largest allowed");
    ObjectShape.Builder<Condition.NotWorseThanChampion> notWorse =
        ObjectShape.named("NotWorseThanChampion");
    var name =
        notWorse.required("metric", Shapes.text(), c -> c.metric().name(), "the metric's name");
    var direction =
        notWorse.maybe(
            "direction",
            MetricShape.DIRECTION,
            c -> MetricShape.direction(c.metric()),
            "for metrics not built in");
    var margin =
        notWorse.required(
            "margin",
            Margin.shape(),
            Condition.NotWorseThanChampion::margin,
            "how much worse it may be");
    return UnionShape.<Condition>on("type")
        .with(
            "at-least",
            Condition.AtLeast.class,
            atLeast.build(f -> new Condition.AtLeast(f.get(least), f.get(floor))))
        .with(
            "at-most",
            Condition.AtMost.class,
            atMost.build(f -> new Condition.AtMost(f.get(most), f.get(ceiling))))
        .with(
            "not-worse-than-champion",
            Condition.NotWorseThanChampion.class,
            notWorse.build(
                f ->
                    new Condition.NotWorseThanChampion(
                        MetricShape.metric(f.get(name), f.find(direction)), f.get(margin))));
  }
}
