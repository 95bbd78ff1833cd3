package dev.retrain.runtime.rollout;

import dev.retrain.runtime.evidence.Rounded;
import dev.retrain.sequential.TestReading;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a reading is about.
 *
 * @param rule as the definition names it
 * @param before the words before the estimate
 * @param after the words after it
 * @param allowed the estimate may reach; a test that tolerates nothing finds harm sooner, and harm
 *     within what is allowed is no reason to go back
 */
record RuleDescription(
    String rule, String before, String after, double allowed, Set<Trait> traits) {

  /** How a reading is taken. */
  enum Trait {
    /** Figures are shares of the champion's, told in percent. */
    PERCENT,
    /** Looked at while the version warms up, and no reason to wait. */
    CRITICAL,
    /** A stage passes only when the absence of harm is shown. */
    DECIDES,
    /** What is allowed is the least, not the most. */
    FLOOR
  }

  static RuleDescription of(String rule, String before, String after, double allowed) {
    return new RuleDescription(rule, before, after, allowed, Set.of());
  }

  RuleDescription with(Trait trait, boolean wanted) {
    if (!wanted) {
      return this;
    }
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new RuleDescription(rule, before, after, allowed, Set.copyOf(more));
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  boolean exceeded(TestReading reading) {
    return is(Trait.FLOOR) ? reading.estimate() < allowed : reading.estimate() > allowed;
  }

  /** {@code the error rate is 0.4 (0.28 to 0.53), allowed 0.05}. */
  String words(TestReading reading) {
    return before
        + " "
        + number(reading.estimate())
        + after
        + " ("
        + number(reading.interval().lower())
        + " to "
        + number(reading.interval().upper())
        + "), allowed "
        + number(allowed);
  }

  private String number(double value) {
    return is(Trait.PERCENT) ? Rounded.of(value * 100) + " %" : Rounded.of(value);
  }
}
