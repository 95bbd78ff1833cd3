package dev.retrain.api.document;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The simple shapes: texts, numbers, durations, choices, lists and maps. */
public final class Shapes {

  private static final Shape<String> TEXT =
      new ScalarShape<>(
          "text",
          node -> node instanceof Node.Text text ? Optional.of(text.value()) : Optional.empty(),
          Node::of,
          Map.of("type", Node.of("string")));

  private static final Shape<Boolean> BOOL =
      new ScalarShape<>(
          "true or false",
          node -> node instanceof Node.Bool bool ? Optional.of(bool.value()) : Optional.empty(),
          Node::of,
          Map.of("type", Node.of("boolean")));

  private static final Shape<Duration> DURATION = text().as(Durations::parse, Durations::format);

  private static final Shape<Instant> INSTANT = text().as(Shapes::instantOf, Instant::toString);

  private static final Shape<BigDecimal> DECIMAL =
      new ScalarShape<>(
          "a number of 0 or more",
          node ->
              node instanceof Node.Num number && number.value().signum() >= 0
                  ? Optional.of(number.value())
                  : Optional.empty(),
          value -> new Node.Num(value, Optional.empty()),
          Map.of("type", Node.of("number"), "minimum", Node.of(0)));

  private Shapes() {}

  /** Returns the shape of any text. */
  public static Shape<String> text() {
    return TEXT;
  }

  /** Returns the shape of true and false. */
  public static Shape<Boolean> bool() {
    return BOOL;
  }

  /** Returns the shape of an integer in a closed range. */
  public static Shape<Long> integer(long min, long max) {
    return new ScalarShape<>(
        "a whole number from " + min + " to " + max,
        node -> exactLong(node).filter(value -> value >= min && value <= max),
        Node::of,
        Map.of("type", Node.of("integer"), "minimum", Node.of(min), "maximum", Node.of(max)));
  }

  /** Returns the shape of a finite number in a closed range. */
  public static Shape<Double> number(double min, double max) {
    return new ScalarShape<>(
        "a number from " + min + " to " + max,
        node -> finite(node).filter(value -> value >= min && value <= max),
        Node::of,
        Map.of("type", Node.of("number"), "minimum", Node.of(min), "maximum", Node.of(max)));
  }

  /** Returns the shape of any finite number. */
  public static Shape<Double> number() {
    return new ScalarShape<>(
        "a number", Shapes::finite, Node::of, Map.of("type", Node.of("number")));
  }

  /** Returns the shape of a number of 0 or more, kept with all its digits. */
  public static Shape<BigDecimal> decimal() {
    return DECIMAL;
  }

  /** Returns the shape of a text, number or Boolean. */
  public static Shape<Node.Scalar> scalar() {
    return new ScalarShape<>(
        "a text, a number, or true or false",
        node ->
            node instanceof Node.Scalar scalar && !(node instanceof Node.Null)
                ? Optional.of(scalar)
                : Optional.empty(),
        value -> value,
        Map.of("type", Node.of(List.of(Node.of("string"), Node.of("number"), Node.of("boolean")))));
  }

  /** Returns the shape of any value. */
  public static Shape<Node> any() {
    return new ScalarShape<>("a value", Optional::of, value -> value, Map.of());
  }

  /**
   * Returns the shape of a duration written as {@code 30m}, {@code 1h30m}, {@code 2d} or ISO-8601;
   * not negative.
   */
  public static Shape<Duration> duration() {
    return DURATION;
  }

  /** Returns the shape of an instant in ISO-8601 with zone Z. */
  public static Shape<Instant> instant() {
    return INSTANT;
  }

  /** Returns the shape of a constant of an enum, in lower case with hyphens. */
  public static <E extends Enum<E>> Shape<E> choice(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.putIfAbsent(nameOf(constant), constant);
    }
    return choice(words, Map.of());
  }

  /**
   * Returns the shape of one of several constants, each under its own word.
   *
   * @param words word to constant, in the order in which a problem lists them; these are written
   * @param aliases more words that are read, so that a word can be replaced without a change of
   *     what is written
   */
  public static <E extends Enum<E>> Shape<E> choice(Map<String, E> words, Map<String, E> aliases) {
    Map<String, E> read = new LinkedHashMap<>(words);
    read.putAll(new TreeMap<>(aliases));
    Map<E, String> written = new LinkedHashMap<>();
    words.forEach((word, constant) -> written.put(constant, word));
    return new ScalarShape<>(
        "one of " + String.join(", ", read.keySet()),
        node ->
            node instanceof Node.Text text
                ? Optional.ofNullable(read.get(text.value()))
                : Optional.empty(),
        value -> Node.of(requireNonNull(written.get(value))),
        Map.of("enum", Node.of(read.keySet().stream().map(Node::of).toList())));
  }

  private static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the shape of a list. */
  public static <T> Shape<List<T>> list(Shape<T> element) {
    return new ListShape<>(element);
  }

  /** Returns the shape of a mapping with any keys; read and written in sorted order. */
  public static <T> Shape<Map<String, T>> map(Shape<T> value) {
    return new MapShape<>(value);
  }

  private static Optional<Double> finite(Node node) {
    return node instanceof Node.Num number
        ? Optional.of(number.value().doubleValue()).filter(Double::isFinite)
        : Optional.empty();
  }

  private static Optional<Long> exactLong(Node node) {
    if (!(node instanceof Node.Num number)) {
      return Optional.empty();
    }
    try {
      return Optional.of(number.value().longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Instant instantOf(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an instant such as 2001-02-03T00:00:00Z", e);
    }
  }

  private record ScalarShape<T>(
      String expected,
      Function<Node, Optional<T>> reader,
      Function<T, Node> writer,
      Map<String, Node> schema)
      implements Shape<T> {
    @Override
    public @Nullable T read(Node node, DocumentReader reading) {
      Optional<T> value = reader.apply(node);
      if (value.isEmpty()) {
        reading.error(
            "wrong-value",
            node.location(),
            "expected " + expected + ", found " + found(node),
            "Write " + expected);
      }
      return value.orElse(null);
    }

    private static String found(Node node) {
      if (node instanceof Node.Text text) {
        return "the text '" + text.value() + "'";
      }
      return node instanceof Node.Num number ? number.value().toPlainString() : node.kind();
    }

    @Override
    public Node write(T value) {
      return writer.apply(value);
    }

    @Override
    public Node schema(SchemaDefinitions definitions) {
      return Node.of(new TreeMap<>(schema));
    }
  }

  private record ListShape<T>(Shape<T> element) implements Shape<List<T>> {
    @Override
    public @Nullable List<T> read(Node node, DocumentReader reading) {
      if (!(node instanceof Node.Sequence sequence)) {
        reading.error(
            "wrong-type", node.location(), "expected a list, found " + node.kind(), "Write a list");
        return null;
      }
      List<T> values = new ArrayList<>();
      int index = 0;
      for (Node item : sequence.items()) {
        T value = element.read(item, reading.element(index++));
        if (value != null) {
          values.add(value);
        }
      }
      reading.skipped(sequence.items().size() - values.size());
      return List.copyOf(values);
    }

    @Override
    public Node write(List<T> values) {
      return Node.of(values.stream().map(element::write).toList());
    }

    @Override
    public Node schema(SchemaDefinitions definitions) {
      return Node.of(Map.of("type", Node.of("array"), "items", element.schema(definitions)));
    }
  }

  private record MapShape<T>(Shape<T> value) implements Shape<Map<String, T>> {
    @Override
    public @Nullable Map<String, T> read(Node node, DocumentReader reading) {
      if (!(node instanceof Node.Mapping mapping)) {
        reading.error(
            "wrong-type",
            node.location(),
            "expected a mapping, found " + node.kind(),
            "Write key: value pairs");
        return null;
      }
      Map<String, T> values = new TreeMap<>();
      for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
        T read = value.read(entry.getValue(), reading.key(entry.getKey()));
        if (read != null) {
          values.put(entry.getKey(), read);
        }
      }
      reading.skipped(mapping.entries().size() - values.size());
      return Collections.unmodifiableMap(values);
    }

    @Override
    public Node write(Map<String, T> values) {
      Map<String, Node> entries = new TreeMap<>();
      values.forEach((key, v) -> entries.put(key, value.write(v)));
      return Node.of(entries);
    }

    @Override
    public Node schema(SchemaDefinitions definitions) {
      return Node.of(
          Map.of("type", Node.of("object"), "additionalProperties", value.schema(definitions)));
    }
  }
}
