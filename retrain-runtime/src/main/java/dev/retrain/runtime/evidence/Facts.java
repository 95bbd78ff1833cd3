package dev.retrain.runtime.evidence;

import dev.retrain.api.document.Node;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the evidence of a decision: values by name, in the order they were added. Aggregates and
 * references, never rows. Immutable.
 */
public final class Facts {

  /** The key of the comparisons by which a rule decided. */
  public static final String CHECKS = "checks";

  /** No facts. */
  public static final Facts NONE = new Facts(Map.of());

  private final Map<String, Node> entries;

  private Facts(Map<String, Node> entries) {
    this.entries = Collections.unmodifiableMap(entries);
  }

  /** Returns the comparisons by which a rule decided. */
  public static Facts checks(List<Comparison> comparisons) {
    return NONE.with(CHECKS, Node.of(comparisons.stream().map(Comparison.shape()::write).toList()));
  }

  /** Returns the comparisons by which a rule decided. */
  public static Facts checks(Comparison... comparisons) {
    return checks(List.of(comparisons));
  }

  /** Adds a number; one that is not finite is written as text. */
  public Facts with(String name, double value) {
    return with(name, Double.isFinite(value) ? Node.of(value) : Node.of(Double.toString(value)));
  }

  /** Adds an integer. */
  public Facts with(String name, long value) {
    return with(name, Node.of(value));
  }

  /** Adds a text. */
  public Facts with(String name, String value) {
    return with(name, Node.of(value));
  }

  /** Adds a time. */
  public Facts with(String name, Instant value) {
    return with(name, value.toString());
  }

  /** Adds a text if there is one. */
  public Facts with(String name, Optional<String> value) {
    return value.map(text -> with(name, text)).orElse(this);
  }

  /** Adds numbers by name. */
  public Facts with(String name, Map<String, Double> values) {
    Facts inner = NONE;
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      inner = inner.with(entry.getKey(), entry.getValue());
    }
    return with(name, inner.toNode());
  }

  /** Adds any value. */
  public Facts with(String name, Node value) {
    Map<String, Node> more = new LinkedHashMap<>(entries);
    more.put(name, value);
    return new Facts(more);
  }

  /** Adds all entries of a mapping. */
  public Facts and(Node.Mapping others) {
    Map<String, Node> more = new LinkedHashMap<>(entries);
    more.putAll(others.entries());
    return new Facts(more);
  }

  /** Returns the document form. */
  public Node.Mapping toNode() {
    return Node.of(entries);
  }
}
