package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.rollout.RuleDescription.Trait;
import dev.retrain.sequential.ConfidenceInterval;
import dev.retrain.sequential.TestOutcome;
import dev.retrain.sequential.TestReading;
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
record RuleReading(
    String member, RuleDescription description, double alpha, Optional<TestReading> reading) {

  static RuleReading of(String member, RuleDescription meaning, double alpha, TestReading reading) {
    return new RuleReading(member, meaning, alpha, Optional.of(reading));
  }

  static RuleReading unknown(String member, RuleDescription meaning) {
    return new RuleReading(member, meaning, 0, Optional.empty());
  }

  String rule() {
    return description.rule();
  }

  TestOutcome outcome() {
    return reading.map(TestReading::outcome).orElse(TestOutcome.NO_DATA);
  }

  /** Whether harm was shown, and more of it than the rule allows. */
  boolean harmful() {
    return outcome() == TestOutcome.HARMFUL && exceeded();
  }

  boolean exceeded() {
    return reading.filter(description::exceeded).isPresent();
  }

  /** The p-value over the alpha: the lowest names the culprit. */
  double weakness() {
    return reading.map(r -> r.pValue() / alpha).orElse(Double.POSITIVE_INFINITY);
  }

  /** Why a stage cannot pass by this rule; empty where it can. */
  Optional<String> doubt() {
    if (outcome() == TestOutcome.NO_DATA) {
      return description.is(Trait.CRITICAL)
          ? Optional.empty()
          : Optional.of(rule() + ": nothing is known yet");
    }
    return description.is(Trait.DECIDES) && outcome() != TestOutcome.HARMLESS
        ? Optional.of(rule() + ": no winner is shown, " + words())
        : Optional.empty();
  }

  /** The figures in words. */
  String words() {
    return reading.map(description::words).orElse(rule() + " is unknown");
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
                    description.is(Trait.FLOOR) ? Relation.BELOW : Relation.ABOVE,
                    description.allowed()));
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

  private Facts with(Facts facts, TestReading r) {
    ConfidenceInterval interval = r.interval();
    return facts
        .with("estimate", r.estimate())
        .with("lower", interval.lower())
        .with("upper", interval.upper())
        .with("allowed", description.allowed())
        .with("pValue", r.pValue())
        .with("alpha", alpha);
  }
}
