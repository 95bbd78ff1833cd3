package dev.retrain.drift.schema;

import dev.retrain.api.document.Node;
import java.util.List;
import java.util.Optional;

/** Takes what is there out of documents whose form is not ours. */
final class Json {
  private Json() {}

  /** Returns the value of the first of these keys that a mapping has. */
  static Optional<Node> any(Node node, String... keys) {
    if (node instanceof Node.Mapping mapping) {
      for (String key : keys) {
        Optional<Node> value = mapping.get(key).filter(each -> !(each instanceof Node.Null));
        if (value.isPresent()) {
          return value;
        }
      }
    }
    return Optional.empty();
  }

  static Optional<String> text(Node node, String... keys) {
    return any(node, keys).map(Json::text);
  }

  static String text(Node node) {
    if (node instanceof Node.Text text) {
      return text.value();
    }
    return node instanceof Node.Num number && Math.abs(number.value().scale()) < 400
        ? number.value().toPlainString()
        : node.toString();
  }

  static Optional<Double> number(Node node, String... keys) {
    return any(node, keys)
        .filter(Node.Num.class::isInstance)
        .map(each -> ((Node.Num) each).value().doubleValue());
  }

  static boolean isTrue(Node node, String... keys) {
    return any(node, keys)
        .map(each -> each instanceof Node.Bool bool && bool.value())
        .orElse(false);
  }

  static List<Node> items(Node node, String... keys) {
    return any(node, keys)
        .filter(Node.Sequence.class::isInstance)
        .map(each -> ((Node.Sequence) each).items())
        .orElse(List.of());
  }
}
