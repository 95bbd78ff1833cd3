package dev.retrain.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats numbers and times, independently of the locale. */
final class NumberFormats {

  private static final MathContext DIGITS = new MathContext(4);
  private static final double LEAST_P = 1e-4;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private NumberFormats() {}

  /** Formats four significant digits: {@code 0.06508}, {@code 12340}, {@code 1.2E-7}. */
  static String plain(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "undefined" : value > 0 ? "∞" : "−∞";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    double size = Math.abs(value);
    boolean readable = value == 0 || (size >= 1e-4 && size < 1e9);
    return (readable ? rounded.toPlainString() : rounded.toString()).replace('-', '−');
  }

  static String count(long rows) {
    return String.format(Locale.ROOT, "%,d", rows).replace(',', '\u202f');
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Formats a p-value; small ones are shown as a bound. */
  static String pValue(double p) {
    return p < LEAST_P ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  static String time(Instant at) {
    return MINUTE.format(at);
  }

  static String coordinate(double value) {
    return BigDecimal.valueOf(value)
        .setScale(1, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
