package dev.retrain.drift.data;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.Locale;

/** Reads decimal numbers as CSV files write them. */
final class NumberText {
  /** A sign, 15 digits and a point. */
  private static final int LONGEST_SIMPLE = 17;

  private static final double[] POWERS_OF_TEN = new double[16];

  static {
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
    }
  }

  private NumberText() {}

  /** Returns whether a cell begins and ends like a decimal number. */
  static boolean looksNumeric(char[] text, int from, int length) {
    if (length == 0) {
      return false;
    }
    char first = text[from];
    char last = text[from + length - 1];
    return (isDigit(last) || last == '.')
        && (isDigit(first) || first == '-' || first == '+' || first == '.');
  }

  static double parseIfNumeric(char[] text) {
    return looksNumeric(text, 0, text.length) ? parse(text, 0, text.length) : Double.NaN;
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
    if (length > LONGEST_SIMPLE) {
      return general(text, from, length);
    }
    int end = from + length;
    boolean negative = text[from] == '-';
    int start = negative || text[from] == '+' ? from + 1 : from;
    long digits = 0;
    int point = end;
    for (int i = start; i < end; i++) {
      char c = text[i];
      if (isDigit(c)) {
        digits = digits * 10 + (c - '0');
      } else if (c == '.' && point == end) {
        point = i;
      } else {
        return general(text, from, length);
      }
    }
    int seen = end - start - (point < end ? 1 : 0);
    if (seen == 0 || seen > 15) {
      return general(text, from, length);
    }
    double value = point < end ? digits / POWERS_OF_TEN[end - 1 - point] : digits;
    return negative ? -value : value;
  }

  /** Returns the number of a cell with a comma before its decimals, NaN if it is none. */
  static double parseWithComma(char[] text, int from, int length) {
    String cell = new String(text, from, length);
    int comma = cell.indexOf(',');
    return comma < 0 || cell.indexOf('.') >= 0 || cell.indexOf(',', comma + 1) >= 0
        ? Double.NaN
        : parse(cell.replace(',', '.').toCharArray(), 0, length);
  }

  private static double general(char[] text, int from, int length) {
    if (isHexadecimal(text, from, length)) {
      return Double.NaN;
    }
    try {
      return JavaDoubleParser.parseDouble(text, from, length);
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }

  /** Java's grammar knows hexadecimal numbers; CSV files do not. */
  private static boolean isHexadecimal(char[] text, int from, int length) {
    return length > 2 && ((text[from + 1] | 0x20) == 'x' || (text[from + 2] | 0x20) == 'x');
  }

  /** Returns the value of {@code inf}, {@code -Infinity} and the like; NaN for everything else. */
  static double special(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  static boolean isNan(String word) {
    return word.equalsIgnoreCase("nan")
        || word.equalsIgnoreCase("-nan")
        || word.equalsIgnoreCase("+nan");
  }
}
