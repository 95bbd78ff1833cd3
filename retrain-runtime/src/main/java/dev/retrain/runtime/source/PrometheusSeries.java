package dev.retrain.runtime.source;

import dev.retrain.api.document.Node;
import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One series of an answer to a range query.
 *
 * @param labels label to value, all texts
 */
record PrometheusSeries(Node labels, List<MetricPoint> points) {

  /** Those of an answer ({@code data.result}); none where it has another form. */
  static List<PrometheusSeries> of(Node.Mapping body) {
    return body
        .get("data")
        .filter(Node.Mapping.class::isInstance)
        .flatMap(data -> ((Node.Mapping) data).get("result"))
        .filter(Node.Sequence.class::isInstance)
        .map(result -> ((Node.Sequence) result).items())
        .orElse(List.of())
        .stream()
        .filter(Node.Mapping.class::isInstance)
        .map(one -> series((Node.Mapping) one))
        .toList();
  }

  private static PrometheusSeries series(Node.Mapping one) {
    List<MetricPoint> points = new ArrayList<>();
    if (one.get("values").orElse(null) instanceof Node.Sequence values) {
      values.items().forEach(pair -> point(pair).ifPresent(points::add));
    }
    return new PrometheusSeries(one.get("metric").orElse(Node.of(java.util.Map.of())), points);
  }

  /** The value of a label; empty where the series has none. */
  Optional<String> label(String name) {
    return labels instanceof Node.Mapping mapping
            && mapping.get(name).orElse(null) instanceof Node.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  private static Optional<MetricPoint> point(Node pair) {
    if (pair instanceof Node.Sequence both
        && both.items().size() == 2
        && both.items().get(0) instanceof Node.Num at
        && both.items().get(1) instanceof Node.Text text) {
      double value = Double.parseDouble(text.value().replace("Inf", "Infinity"));
      Instant time = Instant.ofEpochMilli(Math.round(at.value().doubleValue() * 1000));
      return Double.isFinite(value)
          ? Optional.of(new MetricPoint(time, MetricValue.of(value)))
          : Optional.empty();
    }
    return Optional.empty();
  }
}
