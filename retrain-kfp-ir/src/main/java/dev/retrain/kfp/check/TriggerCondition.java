package dev.retrain.kfp.check;

import dev.retrain.kfp.ir.ParameterType;
import java.util.Map;
import java.util.Optional;

/**
 * Types a trigger condition. Only the part of CEL that KFP's compiler writes is known: inputs,
 * literals, casts, comparisons, {@code && || !} and brackets. Every number among the inputs is a
 * double, integers too, and CEL converts nothing by itself.
 */
final class TriggerCondition {

  private enum Type {
    BOOL,
    STRING,
    INT,
    DOUBLE
  }

  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message, null, false, false);
    }
  }

  private final ConditionLexer words;
  private final Map<String, ParameterType> inputs;

  private TriggerCondition(String expression, Map<String, ParameterType> inputs) {
    this.words = new ConditionLexer(expression);
    this.inputs = inputs;
  }

  /**
   * Returns why an expression over these inputs would not evaluate to true or false; empty when it
   * would.
   */
  static Optional<String> problem(String expression, Map<String, ParameterType> inputs) {
    TriggerCondition condition = new TriggerCondition(expression, inputs);
    try {
      Type type = condition.or();
      condition.words.expectEnd();
      return type == Type.BOOL
          ? Optional.empty()
          : Optional.of("the condition is " + type + ", not true or false: " + expression);
    } catch (Wrong | ConditionLexer.Unreadable wrong) {
      return Optional.of("condition " + expression + ": " + wrong.getMessage());
    }
  }

  private Type or() {
    Type left = and();
    while (words.take("||")) {
      left = bothBool(left, and());
    }
    return left;
  }

  private Type and() {
    Type left = comparison();
    while (words.take("&&")) {
      left = bothBool(left, comparison());
    }
    return left;
  }

  private static Type bothBool(Type left, Type right) {
    if (left != Type.BOOL || right != Type.BOOL) {
      throw new Wrong("joins " + left + " and " + right + " by a logical operator");
    }
    return Type.BOOL;
  }

  private Type comparison() {
    Type left = unary();
    for (String operator : new String[] {"==", "!=", "<=", ">=", "<", ">"}) {
      if (words.take(operator)) {
        Type right = unary();
        if (left != right) {
          throw new Wrong("compares " + left + " with " + right);
        }
        return Type.BOOL;
      }
    }
    return left;
  }

  private Type unary() {
    if (words.take("!")) {
      return bothBool(unary(), Type.BOOL);
    }
    return words.take("(") ? inBrackets() : primary();
  }

  private Type inBrackets() {
    Type type = or();
    words.expect(")");
    return type;
  }

  private Type primary() {
    if (words.takeString().isPresent()) {
      return Type.STRING;
    }
    Optional<String> number = words.takeNumber();
    if (number.isPresent()) {
      return number.get().contains(".") ? Type.DOUBLE : Type.INT;
    }
    if (words.take("true") || words.take("false")) {
      return Type.BOOL;
    }
    return words.take("inputs.parameter_values[") ? input() : cast();
  }

  private Type input() {
    String name = words.takeString().orElseThrow(() -> new Wrong("an input needs a quoted name"));
    words.expect("]");
    ParameterType type = inputs.get(name);
    if (type == null) {
      throw new Wrong("'" + name + "' is no input of the task");
    }
    if (type == ParameterType.STRING) {
      return Type.STRING;
    }
    return type == ParameterType.BOOLEAN ? Type.BOOL : Type.DOUBLE;
  }

  private Type cast() {
    if (words.take("int(")) {
      inBrackets();
      return Type.INT;
    }
    words.expect("double(");
    inBrackets();
    return Type.DOUBLE;
  }
}
