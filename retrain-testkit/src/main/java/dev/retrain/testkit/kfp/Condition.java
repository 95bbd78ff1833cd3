package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A trigger condition in the part of CEL that KFP's compilers write: inputs, literals, casts,
 * comparisons, {@code && || !} and brackets. Numbers among the inputs are doubles, and nothing is
 * converted by itself: comparing different types is refused.
 *
 * @param text the expression
 */
record Condition(String text) {

  /**
   * Evaluates over the inputs of the task.
   *
   * @throws RefusedDefinition if it is not of that grammar, or compares different types
   */
  boolean holds(Map<String, Node> parameters) {
    Reader reader = new Reader(text, parameters::get);
    Object value = reader.or();
    reader.end();
    return reader.bool(value);
  }

  /** Evaluates from left to right. Both sides of an operator are read, whatever the first is. */
  private static final class Reader {

    private static final Pattern WORD =
        Pattern.compile(
            "\\s*(inputs\\.parameter_values\\['((?:[^'\\\\]|\\\\.)*)'\\]|'((?:[^'\\\\]|\\\\.)*)'"
                + "|-?[0-9]+(?:\\.[0-9]+)?|true\\b|false\\b|int\\(|double\\(|&&|\\|\\||[=!<>]=|[<>!()])");

    private final String text;
    private final Function<String, Node> inputs;
    private final Matcher words;
    private int at;

    Reader(String text, Function<String, Node> inputs) {
      this.text = text;
      this.inputs = inputs;
      this.words = WORD.matcher(text);
    }

    Object or() {
      Object left = and();
      while (take("||")) {
        boolean first = bool(left);
        left = bool(and()) || first;
      }
      return left;
    }

    private Object and() {
      Object left = comparison();
      while (take("&&")) {
        boolean first = bool(left);
        left = bool(comparison()) && first;
      }
      return left;
    }

    private Object comparison() {
      Object left = unary();
      for (String operator : new String[] {"==", "!=", "<=", ">=", "<", ">"}) {
        if (take(operator)) {
          return compare(operator, left, unary());
        }
      }
      return left;
    }

    private Object compare(String operator, Object left, Object right) {
      if (left.getClass() != right.getClass()) {
        throw refused("it compares " + left + " with " + right);
      }
      int order = order(left, right);
      BooleanSupplier result =
          switch (operator) {
            case "==" -> () -> order == 0;
            case "!=" -> () -> order != 0;
            case "<=" -> () -> order <= 0;
            case ">=" -> () -> order >= 0;
            case "<" -> () -> order < 0;
            default -> () -> order > 0;
          };
      return result.getAsBoolean();
    }

    private static int order(Object left, Object right) {
      if (left instanceof String text) {
        return text.compareTo((String) right);
      }
      if (left instanceof Boolean flag) {
        return flag.compareTo((Boolean) right);
      }
      return left instanceof Long whole
          ? whole.compareTo((Long) right)
          : ((Double) left).compareTo((Double) right);
    }

    private Object unary() {
      if (take("!")) {
        return !bool(unary());
      }
      return take("(") ? closed(or()) : primary();
    }

    private Object closed(Object value) {
      if (!take(")")) {
        throw refused("expected ) at position " + at);
      }
      return value;
    }

    private Object primary() {
      String word = next();
      if (word.equals("true") || word.equals("false")) {
        return Boolean.valueOf(word);
      }
      if (word.startsWith("inputs.")) {
        return value(unescaped(words.group(2)));
      }
      if (word.startsWith("'")) {
        return unescaped(words.group(3));
      }
      if (word.equals("int(")) {
        Object number = closed(or());
        return number instanceof Double real ? (Object) real.longValue() : number(number);
      }
      if (word.equals("double(")) {
        return number(closed(or())).doubleValue();
      }
      if (!word.matches("-?[0-9].*")) {
        throw refused("did not expect " + word);
      }
      return word.contains(".") ? (Object) Double.valueOf(word) : (Object) Long.valueOf(word);
    }

    private Number number(Object value) {
      if (value instanceof Number number) {
        return number;
      }
      throw refused("it casts " + value + " to a number");
    }

    private Object value(String input) {
      Node node = inputs.apply(input);
      if (node instanceof Node.Text value) {
        return value.value();
      }
      if (node instanceof Node.Num number) {
        return number.value().doubleValue();
      }
      if (node instanceof Node.Bool flag) {
        return flag.value();
      }
      throw refused("the task has no input " + input + " with a single value");
    }

    boolean bool(Object value) {
      if (value instanceof Boolean flag) {
        return flag;
      }
      throw refused(value + " is not true or false");
    }

    private static String unescaped(String quoted) {
      return quoted.replaceAll("\\\\(.)", "$1");
    }

    private String next() {
      if (!words.region(at, text.length()).lookingAt()) {
        throw refused("it has something unknown at position " + at);
      }
      at = words.end();
      return words.group(1);
    }

    private boolean take(String word) {
      boolean found = words.region(at, text.length()).lookingAt() && words.group(1).equals(word);
      at = found ? words.end() : at;
      return found;
    }

    void end() {
      if (!text.substring(at).isBlank()) {
        throw refused("it has something unknown at position " + at);
      }
    }

    private RefusedDefinition refused(String why) {
      return new RefusedDefinition("the condition " + text + ": " + why);
    }
  }
}
