package dev.retrain.api.pipeline;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Metric;
import java.util.Optional;

/** The fields of a metric inside another mapping: its name, and its direction if not built in. */
final class MetricShape {

  private MetricShape() {}

  static final Shape<Direction> DIRECTION = Shapes.choice(Direction.class);

  /** Returns the direction as it is written: only for metrics that are not built in. */
  static Optional<Direction> direction(Metric metric) {
    return Metric.builtIn(metric.name()).equals(Optional.of(metric))
        ? Optional.empty()
        : Optional.of(metric.direction());
  }

  static Metric metric(String name, Optional<Direction> direction) {
    return direction.map(d -> new Metric(name, d, "")).orElseGet(() -> Metric.named(name));
  }

  /** Returns a metric as a mapping of its own. */
  static Shape<Metric> shape() {
    ObjectShape.Builder<Metric> all = ObjectShape.named("Metric");
    var name = all.required("name", Shapes.text(), Metric::name, "as in metrics.json");
    var direction =
        all.maybe("direction", DIRECTION, MetricShape::direction, "for metrics not built in");
    return all.build(f -> metric(f.get(name), f.find(direction)));
  }
}
