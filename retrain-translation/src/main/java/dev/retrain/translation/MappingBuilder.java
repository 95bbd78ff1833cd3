package dev.retrain.translation;

import dev.retrain.api.document.Node;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects the entries of a mapping; they come out sorted by key. Not thread-safe. */
public final class MappingBuilder {

  private final Map<String, Node> entries = new TreeMap<>();

  /** Sets an entry. */
  public MappingBuilder put(String key, Node value) {
    entries.put(key, value);
    return this;
  }

  /** Sets a text. */
  public MappingBuilder put(String key, String value) {
    return put(key, Node.of(value));
  }

  /** Sets a whole number. */
  public MappingBuilder put(String key, long value) {
    return put(key, Node.of(value));
  }

  /** Sets a truth value. */
  public MappingBuilder put(String key, boolean value) {
    return put(key, Node.of(value));
  }

  /** Sets a text where there is one. */
  public MappingBuilder put(String key, Optional<String> value) {
    value.ifPresent(text -> put(key, text));
    return this;
  }

  /** Sets a mapping unless it is empty. */
  public MappingBuilder put(String key, Map<String, Node> value) {
    return value.isEmpty() ? this : put(key, Node.of(new TreeMap<>(value)));
  }

  /** Sets a list unless it is empty. */
  public MappingBuilder put(String key, Collection<Node> value) {
    return value.isEmpty() ? this : put(key, Node.of(List.copyOf(value)));
  }

  /** Sets a mapping that is built here. */
  public MappingBuilder put(String key, MappingBuilder value) {
    return put(key, value.node());
  }

  /** Returns what was collected. */
  public Node.Mapping node() {
    return Node.of(entries);
  }
}
