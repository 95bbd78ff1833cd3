package dev.retrain.api.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A choice between mappings, distinguished by the value of one key.
 *
 * @param <T> the common type
 */
public final class UnionShape<T> implements Shape<T> {

  private record Case<T, S extends T>(Class<S> type, ObjectShape<S> shape) {
    Map<String, Node> entries(T value) {
      return shape.entries(type.cast(value));
    }
  }

  private final String key;
  private final Map<String, Case<T, ? extends T>> cases = new LinkedHashMap<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();

  private UnionShape(String key) {
    this.key = key;
  }

  /** Starts a choice by the value of a key, such as {@code kind}. */
  public static <T> UnionShape<T> on(String key) {
    return new UnionShape<>(key);
  }

  /** Returns a copy with one more case; the class must be exact. */
  public <S extends T> UnionShape<T> with(String name, Class<S> type, ObjectShape<S> shape) {
    UnionShape<T> more = new UnionShape<>(key);
    more.cases.putAll(cases);
    more.aliases.putAll(aliases);
    more.cases.put(name, new Case<>(type, shape));
    return more;
  }

  /**
   * Returns a copy that accepts another word for a case. The case's own name stays the one that is
   * written, so that content hashes do not change.
   *
   * @throws IllegalArgumentException if there is no case of that name
   */
  public UnionShape<T> alias(String alias, String name) {
    if (!cases.containsKey(name)) {
      throw new IllegalArgumentException("no case '" + name + "'");
    }
    UnionShape<T> more = new UnionShape<>(key);
    more.cases.putAll(cases);
    more.aliases.putAll(aliases);
    more.aliases.put(alias, name);
    return more;
  }

  @Override
  public @Nullable T read(Node node, DocumentReader reading) {
    if (!(node instanceof Node.Mapping mapping)) {
      reading.error(
          "wrong-type",
          node.location(),
          "expected a mapping, found " + node.kind(),
          "Write a mapping with the key '" + key + "', one of " + names());
      return null;
    }
    Optional<Node> name = mapping.get(key);
    if (!(name.orElse(null) instanceof Node.Text text)) {
      reading.error(
          "missing-key",
          name.orElse(mapping).location(),
          "the key '" + key + "' is missing or is not a text",
          "Add " + key + ": one of " + names());
      return null;
    }
    Case<T, ? extends T> chosen = cases.get(aliases.getOrDefault(text.value(), text.value()));
    if (chosen == null) {
      reading
          .key(key)
          .error(
              "unknown-value",
              text.location(),
              "unknown " + key + " '" + text.value() + "'",
              Suggestion.nearest(text.value(), cases.keySet())
                  .map(near -> "Did you mean '" + near + "'?")
                  .orElse("Write one of " + names()));
      return null;
    }
    return chosen.shape().readEntries(mapping, reading, key);
  }

  private String names() {
    return String.join(", ", cases.keySet());
  }

  @Override
  public Node write(T value) {
    for (Map.Entry<String, Case<T, ? extends T>> entry : cases.entrySet()) {
      if (entry.getValue().type().equals(value.getClass())) {
        Map<String, Node> entries = new LinkedHashMap<>();
        entries.put(key, Node.of(entry.getKey()));
        entries.putAll(entry.getValue().entries(value));
        return Node.of(entries);
      }
    }
    throw new IllegalArgumentException("no case for " + value.getClass().getName());
  }

  @Override
  public Node schema(SchemaDefinitions definitions) {
    List<Node> choices = new ArrayList<>();
    cases.forEach(
        (name, chosen) ->
            choices.add(chosen.shape().schema(definitions, Map.of(key, nameSchema(name)))));
    return Node.of(Map.of("oneOf", Node.of(choices)));
  }

  private Node nameSchema(String name) {
    List<Node> words = new ArrayList<>(List.of(Node.of(name)));
    aliases.forEach(
        (alias, of) -> {
          if (of.equals(name)) {
            words.add(Node.of(alias));
          }
        });
    return words.size() == 1
        ? Node.of(Map.of("const", words.get(0)))
        : Node.of(Map.of("enum", Node.of(words)));
  }
}
