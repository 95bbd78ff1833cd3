package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A typed value that is set at submission.
 *
 * @param name lower case letters, digits and underscores, beginning with a letter
 * @param type what values it takes
 * @param defaultValue the value when none is given, in the text form of the type; empty when a
 *     value must be given
 */
public record Parameter(String name, Type type, Optional<String> defaultValue) {

  /** The mode of the run, {@link dev.retrain.api.retraining.RetrainMode} in lower case. */
  public static final String RETRAIN_MODE = "retrain_mode";

  /** The key of the run. */
  public static final String RUN_KEY = "run_key";

  /** The version of the data the run works on. */
  public static final String DATA_VERSION = "data_version";

  /** The share of rows to work on, 0 (excluded) to 1; 1 by default. */
  public static final String SAMPLE = "sample";

  /**
   * Whether the run is a trial, {@code true} or {@code false}; {@code false} by default. Only the
   * gate of a definition receives it: no declared parameter has two underscores in a row, so no
   * pipeline loses a name.
   */
  public static final String TRIAL = "retrain__trial";

  /** Names every step may take without a declaration. */
  public static final Set<String> RESERVED = Set.of(RETRAIN_MODE, RUN_KEY, DATA_VERSION, SAMPLE);

  /** What values a parameter takes. */
  public enum Type {
    /** Any text. */
    STRING(text -> text, Node::of),
    /** A whole number of 64 bits. */
    INTEGER(text -> Long.toString(Long.parseLong(text)), text -> Node.of(Long.parseLong(text))),
    /** A finite number. */
    NUMBER(Type::number, text -> Node.of(Double.parseDouble(text))),
    /** {@code true} or {@code false}. */
    BOOLEAN(Type::truth, text -> Node.of(Boolean.parseBoolean(text)));

    @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
    private final UnaryOperator<String> check;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<String, Node> node;

    Type(UnaryOperator<String> check, Function<String, Node> node) {
      this.check = check;
      this.node = node;
    }

    private static String number(String text) {
      double value = Double.parseDouble(text);
      if (!Double.isFinite(value)) {
        throw new NumberFormatException(text);
      }
      return Node.of(value).toString();
    }

    private static String truth(String text) {
      if (!text.equals("true") && !text.equals("false")) {
        throw new NumberFormatException(text);
      }
      return text;
    }

    /** Returns the value in its document form. */
    public Node toNode(String text) {
      return node.apply(text);
    }
  }

  /**
   * Checks the default against the type.
   *
   * @throws IllegalArgumentException if they disagree
   */
  public Parameter {
    requireNonNull(name);
    requireNonNull(type);
    if (defaultValue.isPresent()) {
      defaultValue = Optional.of(canonical(name, type, defaultValue.get()));
    }
  }

  /** Returns a parameter without a default, for which a value must be given. */
  public static Parameter required(String name, Type type) {
    return new Parameter(name, type, Optional.empty());
  }

  /** Returns a parameter with a default. */
  public static Parameter withDefault(String name, Type type, String defaultValue) {
    return new Parameter(name, type, Optional.of(defaultValue));
  }

  /**
   * Returns a given value in the canonical text form of its type, which steps receive.
   *
   * @throws IllegalArgumentException if it is no value of the type
   */
  public String canonical(String value) {
    return canonical(name, type, value);
  }

  private static String canonical(String name, Type type, String value) {
    try {
      return type.check.apply(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the parameter "
              + name
              + " takes "
              + type.name().toLowerCase(Locale.ROOT)
              + " values, not '"
              + value
              + "'",
          e);
    }
  }
}
