package dev.retrain.api.document;

import dev.retrain.api.error.Problem.Location;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A value of a JSON or YAML document with its position in the source. Immutable.
 *
 * <p>Two nodes are equal when their contents are; positions are ignored.
 */
public sealed interface Node {

  /** Returns the position of the value in its source; empty for nodes made by code. */
  Optional<Location> location();

  /** Returns the kind of value in words: {@code a mapping}, {@code text}, ... */
  String kind();

  /** A mapping of keys to values, in the order of the source. */
  final class Mapping implements Node {
    private final Map<String, Node> entries;
    private final Map<String, Location> keys;
    private final Optional<Location> location;

    Mapping(Map<String, Node> entries, Map<String, Location> keys, Optional<Location> location) {
      this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
      this.keys = Map.copyOf(keys);
      this.location = location;
    }

    /** Keys and values in order. */
    public Map<String, Node> entries() {
      return entries;
    }

    /** Returns the value of a key. */
    public Optional<Node> get(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    /**
     * Returns a copy with other entries and the same positions, as when a reference was replaced by
     * what it names.
     */
    public Mapping withEntries(Map<String, Node> others) {
      return new Mapping(others, keys, location);
    }

    /**
     * Returns the entries of another mapping with these laid over them: mappings of one key merge,
     * every other value, lists included, replaces that of the other. Keys keep the order of the
     * other, new ones follow; each value keeps the position in its own source.
     */
    public Mapping over(Mapping other) {
      Map<String, Node> merged = new LinkedHashMap<>(other.entries);
      entries.forEach(
          (key, value) ->
              merged.merge(
                  key,
                  value,
                  (below, above) ->
                      below instanceof Mapping lower && above instanceof Mapping upper
                          ? upper.over(lower)
                          : above));
      Map<String, Location> places = new LinkedHashMap<>(other.keys);
      places.putAll(keys);
      return new Mapping(merged, places, location);
    }

    /** Returns a copy without a key. */
    public Mapping without(String key) {
      Map<String, Node> others = new LinkedHashMap<>(entries);
      others.remove(key);
      return withEntries(others);
    }

    /** Returns the position of a key in its source, if it was parsed. */
    public Optional<Location> keyLocation(String key) {
      return Optional.ofNullable(keys.get(key));
    }

    @Override
    public Optional<Location> location() {
      return location;
    }

    @Override
    public String kind() {
      return "a mapping";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Mapping that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
      return entries.hashCode();
    }

    @Override
    public String toString() {
      return Documents.canonicalJson(this);
    }
  }

  /** A list of values. */
  record Sequence(List<Node> items, Optional<Location> location) implements Node {
    /** Copies the items. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Sequence that && items.equals(that.items);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }

    @Override
    public String toString() {
      return Documents.canonicalJson(this);
    }
  }

  /** A text, number, truth value or null. */
  sealed interface Scalar extends Node permits Text, Num, Bool, Null {}

  /** A text. */
  record Text(String value, Optional<Location> location) implements Scalar {
    @Override
    public String kind() {
      return "text";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }

    @Override
    public String toString() {
      return Documents.canonicalJson(this);
    }
  }

  /** A number; equal when numerically equal, so that 1 and 1.0 are one value. */
  record Num(BigDecimal value, Optional<Location> location) implements Scalar {
    @Override
    public String kind() {
      return "a number";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Num that && value.compareTo(that.value) == 0;
    }

    @Override
    public int hashCode() {
      return value.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
      return Documents.canonicalJson(this);
    }
  }

  /** A truth value. */
  record Bool(boolean value, Optional<Location> location) implements Scalar {
    @Override
    public String kind() {
      return "true or false";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bool that && value == that.value;
    }

    @Override
    public int hashCode() {
      return Boolean.hashCode(value);
    }

    @Override
    public String toString() {
      return Documents.canonicalJson(this);
    }
  }

  /** An explicit null. */
  record Null(Optional<Location> location) implements Scalar {
    @Override
    public String kind() {
      return "null";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Null;
    }

    @Override
    public int hashCode() {
      return 0;
    }

    @Override
    public String toString() {
      return Documents.canonicalJson(this);
    }
  }

  /** Returns a text made by code. */
  static Node of(String value) {
    return new Text(value, Optional.empty());
  }

  /**
   * Returns a number made by code.
   *
   * @throws IllegalArgumentException if the value is NaN or infinite, which JSON cannot hold
   */
  static Node of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a document cannot hold " + value);
    }
    return new Num(
        value == 0 ? BigDecimal.ZERO : new BigDecimal(Double.toString(value)), Optional.empty());
  }

  /** Returns a whole number made by code. */
  static Node of(long value) {
    return new Num(BigDecimal.valueOf(value), Optional.empty());
  }

  /** Returns a truth value made by code. */
  static Node of(boolean value) {
    return new Bool(value, Optional.empty());
  }

  /** Returns a list made by code. */
  static Node of(List<Node> items) {
    return new Sequence(items, Optional.empty());
  }

  /**
   * Returns a mapping made by code. Keeps the order of a {@link LinkedHashMap}; any other map is
   * sorted by key, because the order of {@code Map.of} changes from one JVM to the next.
   */
  static Mapping of(Map<String, Node> entries) {
    Map<String, Node> stable = entries instanceof LinkedHashMap ? entries : new TreeMap<>(entries);
    return new Mapping(stable, Map.of(), Optional.empty());
  }

  /**
   * Returns the position of the deepest part of a path such as {@code steps[2].reads} that exists.
   */
  default Optional<Location> locate(String path) {
    Node at = this;
    Optional<Location> found = location();
    for (String part : parts(path)) {
      if (at instanceof Mapping mapping && mapping.get(part).isPresent()) {
        Node value = mapping.get(part).get();
        Optional<Location> place = mapping.keyLocation(part).or(value::location);
        found = place.isPresent() ? place : found;
        at = value;
      } else if (at instanceof Sequence list && isIndex(part, list.items().size())) {
        at = list.items().get(Integer.parseInt(part));
        found = at.location().isPresent() ? at.location() : found;
      } else {
        return found;
      }
    }
    return found;
  }

  private static boolean isIndex(String part, int size) {
    return !part.isEmpty()
        && part.length() < 9
        && part.chars().allMatch(Character::isDigit)
        && Integer.parseInt(part) < size;
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("[.\\[\\]]", -1)) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }
}
