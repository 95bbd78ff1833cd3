package dev.retrain.drift.data;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.Locale;

/** Reads decimal numbers as CSV files write them. */
final class NumberText {
  private static final double[] POWERS_OF_TEN = new double[23];

  static {
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
    }
  }

  private NumberText() {}

  /** Whether a cell begins and ends like a decimal number. */
  static boolean looksNumeric(char[] text, int from, int length) {
    if (length == 0) {
      return false;
    }
    char first = text[from];
    char last = text[from + length - 1];
    return (isDigit(last) || last == '.')
        && (isDigit(first) || first == '-' || first == '+' || first == '.');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * Returns the double nearest to a decimal number, NaN if it is none.
   *
   * <p>Up to 15 digits with a small power of ten are exact in one division (Clinger, "How to Read
   * Floating Point Numbers Accurately", 1990); the rest is left to fastdoubleparser.
   */
  static double parse(char[] text, int from, int length) {
    int end = from + length;
    int i = from;
    boolean negative = text[i] == '-';
    if (negative || text[i] == '+') {
      i++;
    }
    long digits = 0;
    int seen = 0;
    int point = -1;
    for (; i < end; i++) {
      char c = text[i];
      if (isDigit(c)) {
        digits = digits * 10 + (c - '0');
        seen++;
      } else if (c == '.' && point < 0) {
        point = i;
      } else {
        return general(text, from, length);
      }
    }
    int decimals = point < 0 ? 0 : end - 1 - point;
    if (seen == 0 || seen > 15 || decimals > 22) {
      return general(text, from, length);
    }
    double value = digits / POWERS_OF_TEN[decimals];
    return negative ? -value : value;
  }

  private static double general(char[] text, int from, int length) {
    if (length > 2 && hasLetterOtherThanExponent(text, from, length)) {
      return Double.NaN;
    }
    try {
      return JavaDoubleParser.parseDouble(text, from, length);
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }

  /** Java's grammar knows hexadecimal numbers; CSV files do not. */
  private static boolean hasLetterOtherThanExponent(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      char c = text[i];
      if (c > '9' && c != 'e' && c != 'E') {
        return true;
      }
    }
    return false;
  }

  /** The value of {@code inf}, {@code -Infinity} and the like; NaN for everything else. */
  static double special(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  static boolean isNan(String word) {
    return word.equalsIgnoreCase("nan");
  }
}
