package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.RetrainException;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.math.BigDecimal;

/** The types of parameters that are known here, by their names in the definition. */
enum ParameterKind {
  STRING,
  NUMBER_INTEGER,
  NUMBER_DOUBLE,
  BOOLEAN,
  LIST,
  STRUCT,
  TASK_FINAL_STATUS;

  static ParameterKind of(String name, String where) {
    for (ParameterKind kind : values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new RefusedDefinition(where + " has the unknown parameterType " + name);
  }

  boolean takes(Node value) {
    return switch (this) {
      case STRING -> value instanceof Node.Text;
      case NUMBER_INTEGER -> value instanceof Node.Num number && isWhole(number.value());
      case NUMBER_DOUBLE -> value instanceof Node.Num;
      case BOOLEAN -> value instanceof Node.Bool;
      case LIST -> value instanceof Node.Sequence;
      case STRUCT, TASK_FINAL_STATUS -> value instanceof Node.Mapping;
    };
  }

  /**
   * Reads what a container wrote into the file of an output parameter: a text as it is, anything
   * else without the blanks around it.
   *
   * @throws RefusedDefinition if it is of another type
   */
  Node read(String written, String name) {
    if (this == STRING) {
      return Node.of(written);
    }
    Node value;
    try {
      value = Documents.parseJson(written.strip(), name);
    } catch (RetrainException e) {
      throw new RefusedDefinition(
          "the output parameter " + name + " is no " + this + ": " + written.strip());
    }
    if (!takes(value)) {
      throw new RefusedDefinition(
          "the output parameter " + name + " is " + value.kind() + ", not " + this);
    }
    return value;
  }

  private static boolean isWhole(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }

  /**
   * Returns a value as a container gets it: numbers in plain notation without needless zeros, truth
   * values as words, lists and objects as JSON.
   */
  static String text(Node value) {
    if (value instanceof Node.Text text) {
      return text.value();
    }
    if (value instanceof Node.Num number) {
      return number.value().signum() == 0
          ? "0"
          : number.value().stripTrailingZeros().toPlainString();
    }
    return Documents.canonicalJson(value);
  }
}
