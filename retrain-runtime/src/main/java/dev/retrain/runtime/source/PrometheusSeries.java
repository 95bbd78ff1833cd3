package dev.retrain.runtime.source;

import dev.retrain.api.document.Node;
import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds one series of an answer to a range query.
 *
 * @param labels value by label, all texts
 */
record PrometheusSeries(Node labels, List<MetricPoint> points) {

  /**
   * Returns the series of an answer ({@code data.result}).
   *
   * @throws IllegalArgumentException if the answer has another form
   */
  static List<PrometheusSeries> of(Node.Mapping body) {
    Node result =
        body.get("data")
            .filter(Node.Mapping.class::isInstance)
            .flatMap(data -> ((Node.Mapping) data).get("result"))
            .orElseThrow(() -> new IllegalArgumentException("it has no data.result"));
    if (!(result instanceof Node.Sequence list)) {
      throw new IllegalArgumentException("its data.result is no list");
    }
    return list.items().stream().map(PrometheusSeries::series).toList();
  }

  private static PrometheusSeries series(Node item) {
    if (!(item instanceof Node.Mapping one)
        || !(one.get("values").orElse(null) instanceof Node.Sequence values)) {
      throw new IllegalArgumentException("a series has no values");
    }
    List<MetricPoint> points = new ArrayList<>();
    values.items().forEach(pair -> point(pair).ifPresent(points::add));
    return new PrometheusSeries(one.get("metric").orElse(Node.of(java.util.Map.of())), points);
  }

  /** Returns the value of a label; empty if the series has none. */
  Optional<String> label(String name) {
    return labels instanceof Node.Mapping mapping
            && mapping.get(name).orElse(null) instanceof Node.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /** Returns a point; empty for NaN and infinities, which are missing values. */
  private static Optional<MetricPoint> point(Node pair) {
    if (!(pair instanceof Node.Sequence both)
        || both.items().size() != 2
        || !(both.items().get(0) instanceof Node.Num at)
        || !(both.items().get(1) instanceof Node.Text text)) {
      throw new IllegalArgumentException("a value is no pair of time and text");
    }
    double value = Double.parseDouble(text.value().replace("Inf", "Infinity"));
    Instant time = Instant.ofEpochMilli(Math.round(at.value().doubleValue() * 1000));
    return Double.isFinite(value)
        ? Optional.of(new MetricPoint(time, MetricValue.of(value)))
        : Optional.empty();
  }
}
