package dev.retrain.drift.profile;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.nio.BufferUnderflowException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shapes of what documents cannot hold plainly: infinities and bytes. */
final class NumberShapes {
  /** A count, not negative. */
  static final Shape<Long> COUNT = Shapes.integer(0, Long.MAX_VALUE);

  /** Any double; those that are not finite are written as text. */
  static final Shape<Double> DOUBLE = new AnyDouble();

  private NumberShapes() {}

  private static final class AnyDouble implements Shape<Double> {
    private static final Shape<Double> SCALAR =
        Shapes.scalar().as(NumberShapes::value, NumberShapes::node);

    @Override
    public @Nullable Double read(Node node, DocumentReader reading) {
      return SCALAR.read(node, reading);
    }

    @Override
    public Node write(Double value) {
      return SCALAR.write(value);
    }

    @Override
    public Node schema(SchemaDefinitions definitions) {
      return definitions.reference(
          "Double",
          () ->
              Node.of(
                  Map.of(
                      "anyOf",
                      Node.of(
                          List.of(
                              Node.of(Map.of("type", Node.of("number"))),
                              Node.of(
                                  Map.of(
                                      "enum",
                                      Node.of(
                                          Stream.of("NaN", "Infinity", "-Infinity")
                                              .map(Node::of)
                                              .toList()))))))));
    }
  }

  private static double value(Node.Scalar node) {
    if (node instanceof Node.Num number) {
      return number.value().doubleValue();
    }
    if (node instanceof Node.Text text) {
      return Double.parseDouble(text.value());
    }
    throw new IllegalArgumentException("expected a number, found " + node.kind());
  }

  private static Node.Scalar node(double value) {
    return (Node.Scalar)
        (Double.isFinite(value) ? Node.of(value) : Node.of(Double.toString(value)));
  }

  /** Bytes in Base64. */
  static <T> Shape<T> bytes(String what, Function<byte[], T> from, Function<T, byte[]> to) {
    return Shapes.text()
        .as(
            text -> decoded(what, text, from),
            value -> Base64.getEncoder().encodeToString(to.apply(value)));
  }

  private static <T> T decoded(String what, String text, Function<byte[], T> from) {
    try {
      return from.apply(Base64.getDecoder().decode(text));
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException bad) {
      throw new IllegalArgumentException("these bytes are no " + what, bad);
    } catch (RuntimeException bad) {
      throw new IllegalArgumentException(
          "these bytes are no %s: %s".formatted(what, bad.getMessage()), bad);
    }
  }
}
