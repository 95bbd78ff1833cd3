package dev.retrain.kfp.ir;

import java.util.Optional;

/**
 * The declaration of an input parameter.
 *
 * @param type its type
 * @param defaultValue the value used when none is given; a parameter with one is optional
 * @param description for people, at most 1024 characters; may be empty
 */
public record ParameterInput(
    ParameterType type, Optional<Constant> defaultValue, String description) {

  /** Returns a parameter that must be given. */
  public static ParameterInput required(ParameterType type) {
    return new ParameterInput(type, Optional.empty(), "");
  }

  /** Returns a parameter that may be left out. */
  public static ParameterInput withDefault(ParameterType type, Constant defaultValue) {
    return new ParameterInput(type, Optional.of(defaultValue), "");
  }

  /** Returns the same parameter with a text for people. */
  public ParameterInput describedAs(String text) {
    return new ParameterInput(type, defaultValue, text);
  }

  public boolean isOptional() {
    return defaultValue.isPresent();
  }
}
