package dev.retrain.api.pipeline;

import dev.retrain.api.document.Node;

/** Java values as scalars of a document. */
final class ScalarValues {

  private ScalarValues() {}

  static Node.Scalar of(String name, Object value) {
    if (value instanceof Node.Scalar scalar) {
      return scalar;
    }
    Node node;
    if (value instanceof String text) {
      node = Node.of(text);
    } else if (value instanceof Boolean bool) {
      node = Node.of(bool);
    } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      node = Node.of(((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      node = Node.of(((Number) value).doubleValue());
    } else {
      throw new IllegalArgumentException(
          "the hyperparameter "
              + name
              + " must be a text, number or truth value, is a "
              + value.getClass().getName());
    }
    return (Node.Scalar) node;
  }
}
