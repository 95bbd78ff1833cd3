package dev.retrain.runtime.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.runtime.rollout.RuleDescription.Trait;
import dev.retrain.sequential.ConfidenceInterval;
import dev.retrain.sequential.HarmEvidence;
import dev.retrain.sequential.TestOutcome;
import dev.retrain.sequential.TestReading;
import org.junit.jupiter.api.Test;

class RuleDescriptionTest {
  private static final RuleDescription ACCURACY =
      RuleDescription.of("rule", "accuracy is", "", 0.02)
          .with(Trait.LOWER_IS_WORSE, true)
          .with(Trait.PERCENT, true);
  private static final RuleDescription ERRORS =
      RuleDescription.of("rule", "the error rate is", "", 0.005).with(Trait.HIGHER_IS_WORSE, true);

  @Test
  void aBetterChallengerIsHigherWhereLowerIsWorse() {
    assertThat(sentence(ACCURACY, -0.009, -0.017, -0.001))
        .isEqualTo(
            "accuracy is 0.9 % higher than the champion's, 95 %: 0.1 to 1.7 % higher;"
                + " 2 % lower is allowed");
  }

  @Test
  void anIntervalAroundZeroNamesBothSides() {
    assertThat(sentence(ERRORS, 0.001, -0.002, 0.004))
        .isEqualTo(
            "the error rate is 0.001 higher than the champion's, 95 %: 0.002 lower to 0.004 higher;"
                + " 0.005 higher is allowed");
  }

  @Test
  void aDifferenceWithoutBoundsHasNoInterval() {
    assertThat(sentence(ERRORS, 0.001, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
        .isEqualTo("the error rate is 0.001 higher than the champion's; 0.005 higher is allowed");
  }

  @Test
  void aLimitIsAMaximumOrAMinimum() {
    RuleDescription limit = RuleDescription.of("rule", "p95 latency is", " ms", 150);
    assertThat(sentence(limit, 190, 158, 282))
        .isEqualTo("p95 latency is 190 ms, 95 %: 158 to 282; at most 150 is allowed");
    assertThat(sentence(limit.with(Trait.FLOOR, true), 190, 158, Double.POSITIVE_INFINITY))
        .isEqualTo("p95 latency is 190 ms, 95 %: 158 or more; at least 150 is allowed");
  }

  private static String sentence(RuleDescription rule, double estimate, double low, double high) {
    HarmEvidence evidence = new HarmEvidence(0, 0, 0);
    return rule.sentence(
        new TestReading(
            TestOutcome.CONTINUE, evidence, 0, estimate, new ConfidenceInterval(low, high)),
        0.05);
  }
}
