package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.rollout.Meaning.Trait;
import dev.retrain.runtime.sequential.Interval;
import dev.retrain.runtime.sequential.Outcome;
import dev.retrain.runtime.sequential.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one rule says at a look.
 *
 * @param member of the family
 * @param alpha of the member
 * @param reading empty where no test could be made
 */
record RuleReading(String member, Meaning meaning, double alpha, Optional<Reading> reading) {

  static RuleReading of(String member, Meaning meaning, double alpha, Reading reading) {
    return new RuleReading(member, meaning, alpha, Optional.of(reading));
  }

  static RuleReading unknown(String member, Meaning meaning) {
    return new RuleReading(member, meaning, 0, Optional.empty());
  }

  String rule() {
    return meaning.rule();
  }

  Outcome outcome() {
    return reading.map(Reading::outcome).orElse(Outcome.NO_DATA);
  }

  /** Whether harm was shown, and more of it than the rule allows. */
  boolean harmful() {
    return outcome() == Outcome.HARMFUL && exceeded();
  }

  boolean exceeded() {
    return reading.filter(meaning::exceeded).isPresent();
  }

  /** The p-value over the alpha: the lowest names the culprit. */
  double weakness() {
    return reading.map(r -> r.pValue() / alpha).orElse(Double.POSITIVE_INFINITY);
  }

  /** Why a stage cannot pass by this rule; empty where it can. */
  Optional<String> doubt() {
    if (outcome() == Outcome.NO_DATA) {
      return meaning.is(Trait.CRITICAL)
          ? Optional.empty()
          : Optional.of(rule() + ": nothing is known yet");
    }
    return meaning.is(Trait.DECIDES) && outcome() != Outcome.HARMLESS
        ? Optional.of(rule() + ": no winner is shown, " + words())
        : Optional.empty();
  }

  /** The figures in words. */
  String words() {
    return reading.map(meaning::words).orElse(rule() + " is unknown");
  }

  /** What a replay computes again: harm was shown, and it is more than allowed. */
  List<Comparison> checks() {
    List<Comparison> checks = new ArrayList<>();
    reading.ifPresent(
        r -> {
          checks.add(new Comparison("p-value of: " + member, r.pValue(), Relation.AT_MOST, alpha));
          if (Double.isFinite(r.estimate())) {
            checks.add(
                new Comparison(
                    "estimate of: " + member,
                    r.estimate(),
                    meaning.is(Trait.FLOOR) ? Relation.BELOW : Relation.ABOVE,
                    meaning.allowed()));
          }
        });
    return checks;
  }

  /** Such as {@code continue} or {@code no-data}. */
  String outcomeWord() {
    return outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Node toNode() {
    Facts facts = Facts.NONE.with("test", member).with("outcome", outcomeWord());
    return reading.map(r -> with(facts, r)).orElse(facts).toNode();
  }

  private Facts with(Facts facts, Reading r) {
    Interval interval = r.interval();
    return facts
        .with("estimate", r.estimate())
        .with("lower", interval.lower())
        .with("upper", interval.upper())
        .with("allowed", meaning.allowed())
        .with("pValue", r.pValue())
        .with("alpha", alpha);
  }
}
