package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands hyperparameters to a job. A training job has a file of its own, in which the service writes
 * every value as a text. A processing job has none: there a small {@code sh} wrapper writes the
 * JSON, which arrives in pieces because an argument takes 256 characters.
 */
final class HyperparameterFile {

  private static final int PIECE = 256;

  /** The file, how many pieces follow, the pieces, then the command. */
  private static final String SCRIPT =
      "f=$1 n=$2; shift 2; mkdir -p \"${f%/*}\" && : >\"$f\" || exit 1;"
          + " while [ \"$n\" -gt 0 ]; do printf %s \"$1\" >>\"$f\" || exit 1; shift; n=$((n-1)); done;"
          + " exec \"$@\"";

  private HyperparameterFile() {}

  /** Returns the values as the service wants them. */
  static Map<String, Node> texts(Map<String, Node.Scalar> hyperparameters) {
    Map<String, Node> texts = new LinkedHashMap<>();
    hyperparameters.forEach((name, value) -> texts.put(name, Node.of(text(value))));
    return texts;
  }

  static String text(Node.Scalar value) {
    return value instanceof Node.Text text ? text.value() : Documents.canonicalJson(value);
  }

  /** Returns the program that writes the file and then runs what follows. */
  static List<Node> wrapper() {
    return List.of(Node.of("sh"), Node.of("-c"), Node.of(SCRIPT), Node.of("retrain"));
  }

  /** Returns the first arguments of the wrapper. */
  static List<Node> arguments(String file, Map<String, Node.Scalar> hyperparameters) {
    List<Node> pieces =
        pieces(Documents.canonicalJson(Node.of(new LinkedHashMap<>(hyperparameters))));
    List<Node> arguments = new ArrayList<>();
    arguments.add(Node.of(file));
    arguments.add(Node.of(Integer.toString(pieces.size())));
    arguments.addAll(pieces);
    return arguments;
  }

  private static List<Node> pieces(String json) {
    List<Node> pieces = new ArrayList<>();
    int from = 0;
    while (from < json.length()) {
      int to = Math.min(json.length(), from + PIECE);
      if (to < json.length() && Character.isHighSurrogate(json.charAt(to - 1))) {
        to--;
      }
      pieces.add(Node.of(json.substring(from, to)));
      from = to;
    }
    return pieces;
  }
}
