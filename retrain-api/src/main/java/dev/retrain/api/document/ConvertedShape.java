package dev.retrain.api.document;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A shape of one type over the shape of another. */
record ConvertedShape<T, U>(
    Shape<T> base, Function<? super T, ? extends U> to, Function<? super U, ? extends T> from)
    implements Shape<U> {

  @Override
  public @Nullable U read(Node node, DocumentReader reading) {
    T value = base.read(node, reading);
    if (value == null) {
      return null;
    }
    try {
      return to.apply(value);
    } catch (IllegalArgumentException e) {
      reading.error(
          "illegal-value", node.location(), String.valueOf(e.getMessage()), "Change the value");
      return null;
    }
  }

  @Override
  public Node write(U value) {
    return base.write(from.apply(value));
  }

  @Override
  public Node schema(SchemaDefinitions definitions) {
    return base.schema(definitions);
  }
}
