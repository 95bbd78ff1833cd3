package dev.retrain.report;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Reads the metrics of triggers from the evidence of decisions: every entry that has a time {@code
 * at} and {@code checks} of a {@code value} against a {@code limit}.
 */
final class SignalSeries {

  /** A metric during reading. */
  private static final class Builder {
    private final NavigableMap<Instant, Double> values = new TreeMap<>();
    private OptionalDouble limit = OptionalDouble.empty();

    Series series(String name) {
      List<Series.Point> points = new ArrayList<>();
      values.forEach((at, value) -> points.add(new Series.Point(at, value, "")));
      return new Series(name, points, limit);
    }
  }

  private SignalSeries() {}

  /** Returns a series per metric, in the order of first appearance. */
  static List<Series> of(List<Decision> decisions) {
    Map<String, Builder> metrics = new LinkedHashMap<>();
    for (Decision decision : decisions) {
      for (Node signal : decision.evidence().entries().values()) {
        time(signal).ifPresent(at -> read(metrics, at, signal));
      }
    }
    List<Series> series = new ArrayList<>();
    metrics.forEach((name, metric) -> series.add(metric.series(name)));
    return series;
  }

  private static void read(Map<String, Builder> metrics, Instant at, Node signal) {
    if (get(signal, "checks").orElse(signal) instanceof Node.Sequence checks) {
      for (Node check : checks.items()) {
        Optional<String> what = text(check, "what");
        Optional<Double> value = number(check, "value");
        if (what.isPresent() && value.isPresent()) {
          Builder metric = metrics.computeIfAbsent(what.get(), name -> new Builder());
          metric.values.put(at, value.get());
          number(check, "limit").ifPresent(limit -> metric.limit = OptionalDouble.of(limit));
        }
      }
    }
  }

  private static Optional<Instant> time(Node signal) {
    try {
      return text(signal, "at").map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty(); // a custom rule that uses the key for something else
    }
  }

  private static Optional<Node> get(Node node, String key) {
    return node instanceof Node.Mapping mapping ? mapping.get(key) : Optional.empty();
  }

  private static Optional<String> text(Node node, String key) {
    return get(node, key)
        .filter(Node.Text.class::isInstance)
        .map(found -> ((Node.Text) found).value());
  }

  private static Optional<Double> number(Node node, String key) {
    return get(node, key)
        .filter(Node.Num.class::isInstance)
        .map(found -> ((Node.Num) found).value().doubleValue())
        .filter(Double::isFinite);
  }
}
