package dev.retrain.runtime.rollout;

import dev.retrain.runtime.evidence.Rounded;
import dev.retrain.sequential.ConfidenceInterval;
import dev.retrain.sequential.TestReading;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumSet;
import java.util.Set;

/**
 * Describes the rule of a reading.
 *
 * @param rule rule as the definition names it
 * @param subject beginning of the sentence, up to the estimate
 * @param unit text after the estimate
 * @param allowed limit of the estimate; a test that tolerates nothing detects harm sooner, and harm
 *     within this limit is no reason to roll back
 */
record RuleDescription(
    String rule, String subject, String unit, double allowed, Set<Trait> traits) {
  /** Values nearer to zero are printed as zero. */
  private static final double SMALLEST = 1e-6;

  /** A property of a rule. */
  enum Trait {
    /** Figures are relative to the champion's and printed in percent. */
    PERCENT,
    /** Looked at during warm-up too, and no reason to wait. */
    CRITICAL,
    /** A stage passes only when the absence of harm is shown. */
    DECIDES,
    /** The limit is a minimum, not a maximum. */
    FLOOR,
    /** The estimate is a difference to the champion in which a higher value is worse. */
    HIGHER_IS_WORSE,
    /** The estimate is a difference to the champion in which a lower value is worse. */
    LOWER_IS_WORSE
  }

  static RuleDescription of(String rule, String subject, String unit, double allowed) {
    return new RuleDescription(rule, subject, unit, allowed, Set.of());
  }

  RuleDescription with(Trait trait, boolean wanted) {
    if (!wanted) {
      return this;
    }
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new RuleDescription(rule, subject, unit, allowed, Set.copyOf(more));
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  boolean exceeded(TestReading reading) {
    return is(Trait.FLOOR) ? reading.estimate() < allowed : reading.estimate() > allowed;
  }

  /**
   * Returns the reading as a sentence, such as {@code accuracy is 0.9 % higher than the champion's,
   * 95 %: 0.1 to 1.7 % higher; 2 % lower is allowed}.
   *
   * @param alpha of the test; the interval's level is one minus it
   */
  String sentence(TestReading reading, double alpha) {
    ConfidenceInterval interval = reading.interval();
    return isDifference()
        ? difference(reading.estimate(), interval, alpha)
        : subject
            + " "
            + number(reading.estimate())
            + unit
            + range(interval, alpha)
            + (is(Trait.FLOOR) ? "; at least " : "; at most ")
            + number(allowed)
            + " is allowed";
  }

  private boolean isDifference() {
    return is(Trait.HIGHER_IS_WORSE) || is(Trait.LOWER_IS_WORSE);
  }

  private String difference(double estimate, ConfidenceInterval interval, double alpha) {
    String allowance =
        allowed == 0
            ? "; no " + side(1) + " value is allowed"
            : "; " + signed(allowed) + " is allowed";
    return subject
        + " "
        + signed(estimate)
        + " than the champion's"
        + unit
        + signedRange(interval, alpha)
        + allowance;
  }

  private String range(ConfidenceInterval interval, double alpha) {
    boolean below = Double.isInfinite(interval.lower());
    boolean above = Double.isInfinite(interval.upper());
    if (below && above) {
      return "";
    }
    String bounds =
        above
            ? number(interval.lower()) + " or more"
            : (below ? "up to " : number(interval.lower()) + " to ") + number(interval.upper());
    return ", " + level(alpha) + ": " + bounds;
  }

  /** Prints bounds of a difference, positive for worse, with the side they lie on. */
  private String signedRange(ConfidenceInterval interval, double alpha) {
    double low = interval.lower();
    double high = interval.upper();
    if (Double.isInfinite(low) && Double.isInfinite(high)) {
      return "";
    }
    String bounds;
    if (Double.isInfinite(low) || Double.isInfinite(high)) {
      bounds = Double.isInfinite(high) ? signed(low) + " or worse" : signed(high) + " or better";
    } else if (low >= 0) {
      bounds = magnitude(low) + " to " + signed(high);
    } else if (high <= 0) {
      bounds = magnitude(high) + " to " + signed(low);
    } else {
      bounds = signed(low) + " to " + signed(high);
    }
    return ", " + level(alpha) + ": " + bounds;
  }

  /** Prints a difference, positive for worse, without a sign: {@code 0.9 % higher}. */
  private String signed(double worse) {
    return Double.isNaN(worse) ? "unknown" : number(Math.abs(worse)) + " " + side(worse);
  }

  /** Prints a value without sign and unit, where the other end of the range carries them. */
  private String magnitude(double value) {
    return shown(Math.abs(value));
  }

  private String side(double worse) {
    return worse >= 0 == is(Trait.HIGHER_IS_WORSE) ? "higher" : "lower";
  }

  private String number(double value) {
    return shown(value) + (is(Trait.PERCENT) ? " %" : "");
  }

  private String shown(double value) {
    double scaled = is(Trait.PERCENT) ? value * 100 : value;
    return Rounded.of(Math.abs(scaled) < SMALLEST ? 0 : scaled);
  }

  /** Prints the confidence level with two significant digits of alpha. */
  private static String level(double alpha) {
    BigDecimal rest = BigDecimal.valueOf(alpha * 100).round(new MathContext(2));
    return BigDecimal.valueOf(100).subtract(rest).stripTrailingZeros().toPlainString() + " %";
  }
}
