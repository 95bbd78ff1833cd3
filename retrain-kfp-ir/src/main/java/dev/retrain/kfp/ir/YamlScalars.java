package dev.retrain.kfp.ir;

import java.math.BigDecimal;

/** Strings, numbers and truth values as JSON and YAML both read them. */
final class YamlScalars {

  private YamlScalars() {}

  static void write(StringBuilder out, Object value) {
    if (value instanceof String text) {
      quoted(out, text);
    } else if (value instanceof Boolean || value instanceof Integer) {
      out.append(value);
    } else if (value instanceof Double number) {
      // YAML 1.1 takes a number with an exponent for a string unless the exponent has a sign.
      out.append(new BigDecimal(number.toString()).toPlainString());
    } else {
      throw new IllegalArgumentException("Not a value of a definition: " + value.getClass());
    }
  }

  /** In double quotes; whatever is not plainly printable is escaped. */
  static void quoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> character(out, c);
      }
    }
    out.append('"');
  }

  private static void character(StringBuilder out, char c) {
    if (isPrintable(c)) {
      out.append(c);
    } else {
      String hex = Integer.toHexString(c);
      out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
    }
  }

  /** Neither control nor format character, nor one of YAML's line breaks; pairs stay together. */
  private static boolean isPrintable(char c) {
    if (c < 0x7f) {
      return c >= 0x20;
    }
    int kind = Character.getType(c);
    return c >= 0xa0
        && c < 0xfffe
        && kind != Character.FORMAT
        && kind != Character.LINE_SEPARATOR
        && kind != Character.PARAGRAPH_SEPARATOR;
  }
}
