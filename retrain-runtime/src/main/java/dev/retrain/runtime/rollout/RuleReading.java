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
 * Holds the result of one rule at a look.
 *
 * @param member name of the member of the family
 * @param alpha alpha of the member
 * @param reading reading of the test; empty if no test could be built
 */
record RuleReading(
    String member, RuleDescription description, double alpha, Optional<TestReading> reading) {

  static RuleReading of(
      String member, RuleDescription description, double alpha, TestReading reading) {
    return new RuleReading(member, description, alpha, Optional.of(reading));
  }

  static RuleReading unknown(String member, RuleDescription description) {
    return new RuleReading(member, description, 0, Optional.empty());
  }

  String rule() {
    return description.rule();
  }

  TestOutcome outcome() {
    return reading.map(TestReading::outcome).orElse(TestOutcome.NO_DATA);
  }

  /** Returns whether harm was shown, and more of it than the rule allows. */
  boolean harmful() {
    return outcome() == TestOutcome.HARMFUL && exceeded();
  }

  boolean exceeded() {
    return reading.filter(description::exceeded).isPresent();
  }

  /**
   * Returns the p-value divided by alpha; the lowest belongs to the rule with the strongest
   * evidence.
   */
  double relativePValue() {
    return reading.map(r -> r.pValue() / alpha).orElse(Double.POSITIVE_INFINITY);
  }

  /** Returns why a stage cannot pass by this rule; empty if it can. */
  Optional<String> doubt() {
    if (outcome() == TestOutcome.NO_DATA) {
      return description.is(Trait.CRITICAL)
          ? Optional.empty()
          : Optional.of(rule() + ": not measured yet");
    }
    return description.is(Trait.DECIDES) && outcome() != TestOutcome.HARMLESS
        ? Optional.of(rule() + ": no winner is shown; " + sentence())
        : Optional.empty();
  }

  /** Returns the figures as a sentence. */
  String sentence() {
    return reading
        .filter(r -> !Double.isNaN(r.estimate()))
        .map(r -> description.sentence(r, alpha))
        .orElse(rule() + ": not measured yet");
  }

  /**
   * Returns the comparisons that a replay repeats: harm was shown, and it exceeds what is allowed.
   */
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

  /** Returns the outcome's name, such as {@code continue} or {@code no-data}. */
  String outcomeName() {
    return outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Node toNode() {
    Facts facts = Facts.NONE.with("test", member).with("outcome", outcomeName());
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
