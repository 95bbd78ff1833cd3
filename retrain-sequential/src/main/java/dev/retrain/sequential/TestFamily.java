package dev.retrain.sequential;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tests several rules together, so that the probability of any false alarm stays below one alpha.
 *
 * <p>Alpha is divided by weight; beyond that the weighted mean of the rules' e-values is an e-value
 * against "no rule is broken", however the rules depend on each other (Vovk and Wang 2021, Annals
 * of Statistics 49(3), section 3). It raises an alarm whenever one rule alone would at its share of
 * alpha (weighted Bonferroni), and sooner when several rules indicate harm. Showing that all rules
 * hold requires no correction (intersection-union: Berger 1982, Technometrics 24(4)).
 *
 * <p>Stages that start new states are further members: name them {@code rule@stage} and divide the
 * rule's weight. Tests that compare within looks ({@link ProportionDifference}, {@link
 * MeanDifference}) can keep one state through all stages instead.
 *
 * @param alpha probability of a false alarm by any rule over all looks
 * @param weights by rule name; positive, summing to 1
 */
public record TestFamily(double alpha, Map<String, Double> weights) {

  /** Rejects an empty family, weights that are not positive, and weights that do not sum to 1. */
  public TestFamily {
    AlphaLevel.checked(alpha);
    weights = java.util.Collections.unmodifiableMap(new TreeMap<>(weights));
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    if (weights.values().stream().anyMatch(w -> !(w > 0)) || Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException("weights must be positive and sum to 1, got " + weights);
    }
  }

  /** Returns a family of rules of equal weight. */
  public static TestFamily equal(double alpha, List<String> rules) {
    Map<String, Double> weights = new TreeMap<>();
    rules.forEach(rule -> weights.put(rule, 1.0 / rules.size()));
    return new TestFamily(alpha, weights);
  }

  /** Returns the alpha with which the rule's test must be built. */
  public double alphaOf(String rule) {
    return alpha * weightOf(rule);
  }

  /**
   * Combines the readings of all rules at a look.
   *
   * @param readings one per rule, from tests built with {@link #alphaOf}
   * @throws IllegalArgumentException if a rule has no reading or a reading no rule
   */
  public Verdict judge(Map<String, TestReading> readings) {
    if (!readings.keySet().equals(weights.keySet())) {
      throw new IllegalArgumentException(
          "readings of " + readings.keySet() + " do not match the rules " + weights.keySet());
    }
    Map<String, Double> adjusted = new TreeMap<>();
    Map<String, HarmEvidence> evidence = new TreeMap<>();
    readings.forEach(
        (rule, reading) -> {
          adjusted.put(rule, Math.min(1, reading.pValue() / weightOf(rule)));
          evidence.put(rule, reading.evidence());
        });
    double logE = logMeanE(evidence);
    return new Verdict(outcome(readings, isHarmful(evidence)), logE, adjusted);
  }

  /** Returns whether the e-values of all rules together show harm; cheaper than {@link #judge}. */
  public boolean isHarmful(Map<String, HarmEvidence> evidence) {
    double spent = evidence.values().stream().mapToDouble(HarmEvidence::spent).sum();
    return logMeanE(evidence) >= -Math.log(alpha - spent);
  }

  private static TestOutcome outcome(Map<String, TestReading> readings, boolean harmful) {
    List<TestOutcome> outcomes = readings.values().stream().map(TestReading::outcome).toList();
    if (harmful || outcomes.contains(TestOutcome.HARMFUL)) {
      return TestOutcome.HARMFUL;
    }
    if (outcomes.contains(TestOutcome.NO_DATA)) {
      return TestOutcome.NO_DATA;
    }
    return outcomes.contains(TestOutcome.CONTINUE) ? TestOutcome.CONTINUE : TestOutcome.HARMLESS;
  }

  private double logMeanE(Map<String, HarmEvidence> evidence) {
    double top = evidence.values().stream().mapToDouble(HarmEvidence::harmful).max().orElse(0);
    double sum = 0;
    for (Map.Entry<String, HarmEvidence> rule : evidence.entrySet()) {
      sum += weightOf(rule.getKey()) * Math.exp(rule.getValue().harmful() - top);
    }
    return top + Math.log(sum);
  }

  private double weightOf(String rule) {
    Double weight = weights.get(rule);
    if (weight == null) {
      throw new IllegalArgumentException("no rule " + rule + " among " + weights.keySet());
    }
    return weight;
  }

  /**
   * Holds the result of a family at a look.
   *
   * @param outcome HARMFUL when any rule, or all together, show harm; NO_DATA when not harmful and
   *     a rule lacks data; HARMLESS only when every rule is
   * @param logE logarithm of the joint e-value against "no rule is broken"
   * @param adjustedP p-value per rule, corrected for the others; the smallest belongs to the rule
   *     with the strongest evidence
   */
  public record Verdict(TestOutcome outcome, double logE, Map<String, Double> adjustedP) {
    /** Copies the map, sorted by rule. */
    public Verdict {
      adjustedP = java.util.Collections.unmodifiableMap(new TreeMap<>(adjustedP));
    }
  }
}
