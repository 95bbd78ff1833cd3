package dev.retrain.runtime.evidence;

import dev.retrain.api.document.Node;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names and what was seen under them, in the order they were noted: the evidence of a decision.
 * Aggregates and references, never rows. Immutable.
 */
public final class Facts {

  /** The key of the comparisons a rule decided by. */
  public static final String CHECKS = "checks";

  /** Nothing seen. */
  public static final Facts NONE = new Facts(Map.of());

  private final Map<String, Node> entries;

  private Facts(Map<String, Node> entries) {
    this.entries = Collections.unmodifiableMap(entries);
  }

  /** The comparisons a rule decided by. */
  public static Facts checks(List<Comparison> comparisons) {
    return NONE.with(CHECKS, Node.of(comparisons.stream().map(Comparison.shape()::write).toList()));
  }

  /** The comparisons a rule decided by. */
  public static Facts checks(Comparison... comparisons) {
    return checks(List.of(comparisons));
  }

  /** The same and a number; one that is not finite is noted as text. */
  public Facts with(String name, double value) {
    return with(name, Double.isFinite(value) ? Node.of(value) : Node.of(Double.toString(value)));
  }

  /** The same and a whole number. */
  public Facts with(String name, long value) {
    return with(name, Node.of(value));
  }

  /** The same and a text. */
  public Facts with(String name, String value) {
    return with(name, Node.of(value));
  }

  /** The same and a time. */
  public Facts with(String name, Instant value) {
    return with(name, value.toString());
  }

  /** The same and a text, where there is one. */
  public Facts with(String name, Optional<String> value) {
    return value.map(text -> with(name, text)).orElse(this);
  }

  /** The same and numbers by name. */
  public Facts with(String name, Map<String, Double> values) {
    Facts inner = NONE;
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      inner = inner.with(entry.getKey(), entry.getValue());
    }
    return with(name, inner.toNode());
  }

  /** The same and any value. */
  public Facts with(String name, Node value) {
    Map<String, Node> more = new LinkedHashMap<>(entries);
    more.put(name, value);
    return new Facts(more);
  }

  /** The same and all entries of a mapping. */
  public Facts and(Node.Mapping others) {
    Map<String, Node> more = new LinkedHashMap<>(entries);
    more.putAll(others.entries());
    return new Facts(more);
  }

  /** The document form. */
  public Node.Mapping toNode() {
    return Node.of(entries);
  }
}
