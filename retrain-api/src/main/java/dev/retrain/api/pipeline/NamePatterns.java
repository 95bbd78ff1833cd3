package dev.retrain.api.pipeline;

import java.util.regex.Pattern;

/** The forms of names, chosen so that every backend can carry them without a collision. */
final class NamePatterns {

  static final String NAME_FORM =
      "lower case letters, digits and single hyphens, beginning with a letter, at most 40";
  static final String PARAMETER_FORM =
      "lower case letters, digits and single underscores, beginning with a letter, at most 40";

  static final String DESCRIPTION_FORM = "1 to 1000 characters, not all of them blank";
  private static final int MAX_DESCRIPTION = 1000;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern PARAMETER = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final int MAX = 40;

  private NamePatterns() {}

  static boolean isName(String name) {
    return name.length() <= MAX && NAME.matcher(name).matches();
  }

  static boolean isParameter(String name) {
    return name.length() <= MAX && PARAMETER.matcher(name).matches();
  }

  static boolean isNoDescription(String text) {
    return text.isBlank() || text.length() > MAX_DESCRIPTION;
  }

  static boolean isVariable(String name) {
    return VARIABLE.matcher(name).matches();
  }
}
