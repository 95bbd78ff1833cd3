package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestFamilyTest {
  private static final TestFamily TWO = TestFamily.equal(0.05, List.of("errors", "latency"));

  @Test
  void dividesAlphaByWeight() {
    TestFamily family = new TestFamily(0.05, Map.of("errors", 0.8, "latency", 0.2));
    assertThat(family.alphaOf("errors")).isCloseTo(0.04, within(1e-15));
    assertThat(TWO.alphaOf("latency")).isEqualTo(0.025);
  }

  @Test
  void oneRuleAtItsOwnShareAlarms() {
    TestFamily.Verdict verdict =
        TWO.judge(
            Map.of(
                "errors", reading(TestOutcome.HARMFUL, Math.log(41)),
                "latency", reading(TestOutcome.NO_DATA, -30)));
    assertThat(verdict.outcome()).isEqualTo(TestOutcome.HARMFUL);
    assertThat(verdict.adjustedP().get("errors")).isCloseTo(2 / 41.0, within(1e-12));
    assertThat(verdict.adjustedP().get("latency")).isEqualTo(1);
  }

  @Test
  void rulesThatPointTheSameWayAlarmTogether() {
    TestFamily.Verdict verdict =
        TWO.judge(
            Map.of(
                "errors", reading(TestOutcome.CONTINUE, Math.log(25)),
                "latency", reading(TestOutcome.CONTINUE, Math.log(16))));
    assertThat(verdict.logE()).isCloseTo(Math.log(20.5), within(1e-12));
    assertThat(verdict.outcome()).isEqualTo(TestOutcome.HARMFUL);
  }

  @Test
  void harmlessOnlyWhenEveryRuleIs() {
    assertThat(outcome(TestOutcome.HARMLESS, TestOutcome.HARMLESS)).isEqualTo(TestOutcome.HARMLESS);
    assertThat(outcome(TestOutcome.HARMLESS, TestOutcome.CONTINUE)).isEqualTo(TestOutcome.CONTINUE);
    assertThat(outcome(TestOutcome.HARMLESS, TestOutcome.NO_DATA)).isEqualTo(TestOutcome.NO_DATA);
  }

  @Test
  void whatIsSpentRaisesTheBar() {
    HarmEvidence spent = new HarmEvidence(Math.log(20), Math.log(20), 0.005);
    TestFamily one = TestFamily.equal(0.05, List.of("p95"));
    assertThat(one.isHarmful(Map.of("p95", spent))).isFalse();
    assertThat(one.isHarmful(Map.of("p95", new HarmEvidence(Math.log(23), 0, 0.005)))).isTrue();
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new TestFamily(0.05, Map.of("a", 0.7)))
        .hasMessageContaining("sum to 1");
    assertThatThrownBy(() -> new TestFamily(0.05, Map.of("a", 2.0, "b", -1.0)))
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> TWO.judge(Map.of())).hasMessageContaining("errors");
    assertThatThrownBy(() -> TWO.alphaOf("cost")).hasMessageContaining("no rule cost");
  }

  private static TestOutcome outcome(TestOutcome errors, TestOutcome latency) {
    return TWO.judge(Map.of("errors", reading(errors, 0), "latency", reading(latency, 0)))
        .outcome();
  }

  private static TestReading reading(TestOutcome outcome, double logE) {
    HarmEvidence evidence = new HarmEvidence(logE, Math.max(0, logE), 0);
    return new TestReading(outcome, evidence, 0, 0, ConfidenceInterval.UNKNOWN);
  }
}
