package dev.retrain.api.pipeline;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;
import dev.retrain.api.metric.Margin;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The document form of conditions. */
final class ConditionShape {

  private static final String FROM = "the metrics artifact; the gate's own by default";

  private ConditionShape() {}

  /** Returns a list of conditions that must all hold. */
  static Shape<Condition> shape() {
    return Shapes.list(Nested.SHAPE)
        .as(
            parts -> parts.size() == 1 ? parts.get(0) : new Condition.All(parts),
            condition -> List.copyOf(condition.parts()));
  }

  /** A condition that may contain conditions, so that its shape is looked up when it is used. */
  private static final class Nested implements Shape<Condition> {
    static final Shape<Condition> SHAPE = new Nested();

    @Override
    public @Nullable Condition read(Node node, DocumentReader reading) {
      return Kinds.SHAPE.read(node, reading);
    }

    @Override
    public Node write(Condition value) {
      return Kinds.SHAPE.write(value);
    }

    @Override
    public Node schema(SchemaDefinitions definitions) {
      return definitions.reference("Condition", () -> Kinds.SHAPE.schema(definitions));
    }
  }

  private static final class Kinds {
    static final Shape<Condition> SHAPE =
        UnionShape.<Condition>on("type")
            .with("at-least", Condition.AtLeast.class, atLeast())
            .with("at-most", Condition.AtMost.class, atMost())
            .with(
                "not-worse-than-champion",
                Condition.NotWorseThanChampion.class,
                notWorseThanChampion())
            .with(
                "all",
                Condition.All.class,
                junction("AllConditions", Condition.All::conditions, Condition.All::new))
            .with(
                "any",
                Condition.Any.class,
                junction("AnyCondition", Condition.Any::conditions, Condition.Any::new));
  }

  private static ObjectShape<Condition.AtLeast> atLeast() {
    ObjectShape.Builder<Condition.AtLeast> all = ObjectShape.named("AtLeast");
    var metric = all.required("metric", Shapes.text(), Condition.AtLeast::metric, "its name");
    var threshold =
        all.required(
            "threshold", Shapes.number(), Condition.AtLeast::threshold, "the smallest allowed");
    var from = all.maybe("from", Shapes.text(), Condition.AtLeast::from, FROM);
    return all.build(f -> new Condition.AtLeast(f.get(metric), f.get(threshold), f.find(from)));
  }

  private static ObjectShape<Condition.AtMost> atMost() {
    ObjectShape.Builder<Condition.AtMost> all = ObjectShape.named("AtMost");
    var metric = all.required("metric", Shapes.text(), Condition.AtMost::metric, "its name");
    var threshold =
        all.required(
            "threshold", Shapes.number(), Condition.AtMost::threshold, "the largest allowed");
    var from = all.maybe("from", Shapes.text(), Condition.AtMost::from, FROM);
    return all.build(f -> new Condition.AtMost(f.get(metric), f.get(threshold), f.find(from)));
  }

  private static ObjectShape<Condition.NotWorseThanChampion> notWorseThanChampion() {
    ObjectShape.Builder<Condition.NotWorseThanChampion> all =
        ObjectShape.named("NotWorseThanChampion");
    var name = all.required("metric", Shapes.text(), c -> c.metric().name(), "the metric's name");
    var direction =
        all.maybe(
            "direction",
            MetricShape.DIRECTION,
            c -> MetricShape.direction(c.metric()),
            "for metrics not built in");
    var margin =
        all.required(
            "margin",
            Margin.shape(),
            Condition.NotWorseThanChampion::margin,
            "how much worse it may be");
    var from = all.maybe("from", Shapes.text(), Condition.NotWorseThanChampion::from, FROM);
    return all.build(
        f ->
            new Condition.NotWorseThanChampion(
                MetricShape.metric(f.get(name), f.find(direction)), f.get(margin), f.find(from)));
  }

  private static <C extends Condition> ObjectShape<C> junction(
      String name, Function<C, List<Condition>> parts, Function<List<Condition>, C> make) {
    ObjectShape.Builder<C> all = ObjectShape.named(name);
    var conditions = all.required("conditions", Shapes.list(Nested.SHAPE), parts, "at least one");
    return all.build(f -> make.apply(f.get(conditions)));
  }
}
