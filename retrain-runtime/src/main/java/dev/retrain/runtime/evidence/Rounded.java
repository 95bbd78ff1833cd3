package dev.retrain.runtime.evidence;

import java.math.BigDecimal;
import java.math.MathContext;

/** Formats numbers for sentences. */
public final class Rounded {

  private static final MathContext DIGITS = new MathContext(3);

  private Rounded() {}

  /** Returns three significant digits; a word for a number that is not finite. */
  public static String of(double value) {
    if (Double.isNaN(value)) {
      return "unknown";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "any" : "none";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
