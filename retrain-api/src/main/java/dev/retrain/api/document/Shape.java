package dev.retrain.api.document;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The document form of a type: one declaration that reads it, writes it and describes it as JSON
 * Schema, so that the three agree. Stateless and thread-safe.
 *
 * @param <T> the type described
 */
public interface Shape<T> {

  /**
   * Reads a value.
   *
   * @return the value, or null when it is unreadable; then at least one error was added to the
   *     reader. A value may also be returned together with errors: it lacks what could not be read,
   *     and serves only to find more problems
   */
  @Nullable T read(Node node, DocumentReader reading);

  /** Writes a value; {@code read(write(value))} equals the value. */
  Node write(T value);

  /** Returns the JSON Schema of the values, with named parts put into {@code definitions}. */
  Node schema(SchemaDefinitions definitions);

  /**
   * Returns a shape of another type over this one.
   *
   * @param to makes the value; an {@link IllegalArgumentException} becomes a problem at the place
   * @param from converts it back
   */
  default <U> Shape<U> as(
      Function<? super T, ? extends U> to, Function<? super U, ? extends T> from) {
    return new ConvertedShape<>(this, to, from);
  }
}
