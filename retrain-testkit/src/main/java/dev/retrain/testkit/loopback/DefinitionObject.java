package dev.retrain.testkit.loopback;

import dev.retrain.api.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object of a native definition. Interpreters read each key they know, and {@link #end} refuses
 * the others by name, so that nothing a definition asks for is passed over. Not thread-safe.
 */
public final class DefinitionObject {

  private final Node.Mapping node;
  private final String where;
  private final Set<String> read = new LinkedHashSet<>();

  private DefinitionObject(Node.Mapping node, String where) {
    this.node = node;
    this.where = where;
  }

  /**
   * Returns an object.
   *
   * @param where its place in the definition, for messages
   * @throws RefusedDefinition if the node is no object
   */
  public static DefinitionObject of(Node node, String where) {
    if (node instanceof Node.Mapping mapping) {
      return new DefinitionObject(mapping, where);
    }
    throw new RefusedDefinition(where + " is " + node.kind() + ", not an object");
  }

  /** Returns its place in the definition. */
  public String where() {
    return where;
  }

  /** Returns the keys, in order. */
  public Set<String> keys() {
    return node.entries().keySet();
  }

  /** Returns the value of a key, if there is one. */
  public Optional<Node> find(String key) {
    read.add(key);
    return node.get(key);
  }

  /** Returns the value of a key that is required. */
  public Node get(String key) {
    return find(key).orElseThrow(() -> new RefusedDefinition(where + " has no " + key));
  }

  /** Returns a text, if there is one. */
  public Optional<String> findText(String key) {
    return find(key).map(value -> text(value, place(key)));
  }

  /** Returns a text that is required. */
  public String text(String key) {
    return text(get(key), place(key));
  }

  /** Returns a whole number, which may be written as text; empty where there is none. */
  public Optional<Long> findWhole(String key) {
    return find(key).map(value -> whole(value, place(key)));
  }

  /** Returns a truth value; false where there is none. */
  public boolean flag(String key) {
    return find(key)
        .map(
            value -> {
              if (value instanceof Node.Bool bool) {
                return bool.value();
              }
              throw wrong(key, value, "true or false");
            })
        .orElse(false);
  }

  /** Returns an object, if there is one. */
  public Optional<DefinitionObject> findObject(String key) {
    return find(key).map(value -> of(value, place(key)));
  }

  /** Returns an object that is required. */
  public DefinitionObject object(String key) {
    return of(get(key), place(key));
  }

  /** Returns the objects of a map, by name; none where the key is absent. */
  public Map<String, DefinitionObject> objects(String key) {
    Map<String, DefinitionObject> objects = new LinkedHashMap<>();
    findObject(key)
        .ifPresent(
            map ->
                map.node
                    .entries()
                    .forEach((name, value) -> objects.put(name, of(value, map.place(name)))));
    return objects;
  }

  /** Returns the objects of a list; none where the key is absent. */
  public List<DefinitionObject> list(String key) {
    List<DefinitionObject> objects = new ArrayList<>();
    for (Node item : items(key)) {
      objects.add(of(item, place(key) + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /** Returns the values of a list; none where the key is absent. */
  public List<Node> items(String key) {
    return find(key)
        .map(
            value -> {
              if (value instanceof Node.Sequence sequence) {
                return sequence.items();
              }
              throw wrong(key, value, "a list");
            })
        .orElse(List.of());
  }

  /** Returns the texts of a list; none where the key is absent. */
  public List<String> texts(String key) {
    return items(key).stream().map(item -> text(item, place(key))).toList();
  }

  /** Returns the texts of a map, by name; none where the key is absent. */
  public Map<String, String> textsByName(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    findObject(key)
        .ifPresent(
            map ->
                map.node
                    .entries()
                    .forEach((name, value) -> texts.put(name, text(value, map.place(name)))));
    return texts;
  }

  /** Takes note of keys that have no effect on a loopback, such as machines and descriptions. */
  public DefinitionObject without(String... keys) {
    read.addAll(List.of(keys));
    return this;
  }

  /**
   * Ends the reading.
   *
   * @throws RefusedDefinition naming every key that was not read
   */
  public void end() {
    Set<String> unknown = new TreeSet<>(keys());
    unknown.removeAll(read);
    if (!unknown.isEmpty()) {
      throw new RefusedDefinition(
          where + " has " + String.join(", ", unknown) + ", which this interpreter does not know");
    }
  }

  private String place(String key) {
    return where.isEmpty() ? key : where + "." + key;
  }

  private RefusedDefinition wrong(String key, Node value, String wanted) {
    return new RefusedDefinition(place(key) + " is " + value.kind() + ", not " + wanted);
  }

  private static String text(Node value, String place) {
    if (value instanceof Node.Text text) {
      return text.value();
    }
    throw new RefusedDefinition(place + " is " + value.kind() + ", not text");
  }

  private static long whole(Node value, String place) {
    try {
      return value instanceof Node.Num number
          ? number.value().longValueExact()
          : new BigDecimal(text(value, place)).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new RefusedDefinition(place + " is " + value + ", not a whole number");
    }
  }
}
