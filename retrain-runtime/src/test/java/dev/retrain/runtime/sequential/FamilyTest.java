package dev.retrain.runtime.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FamilyTest {
  private static final Family TWO = Family.equal(0.05, List.of("errors", "latency"));

  @Test
  void dividesAlphaByWeight() {
    Family family = new Family(0.05, Map.of("errors", 0.8, "latency", 0.2));
    assertThat(family.alphaOf("errors")).isCloseTo(0.04, within(1e-15));
    assertThat(TWO.alphaOf("latency")).isEqualTo(0.025);
  }

  @Test
  void oneRuleAtItsOwnShareAlarms() {
    Family.Verdict verdict =
        TWO.judge(
            Map.of(
                "errors", reading(Outcome.HARMFUL, Math.log(41)),
                "latency", reading(Outcome.NO_DATA, -30)));
    assertThat(verdict.outcome()).isEqualTo(Outcome.HARMFUL);
    assertThat(verdict.adjustedP().get("errors")).isCloseTo(2 / 41.0, within(1e-12));
    assertThat(verdict.adjustedP().get("latency")).isEqualTo(1);
  }

  @Test
  void rulesThatPointTheSameWayAlarmTogether() {
    Family.Verdict verdict =
        TWO.judge(
            Map.of(
                "errors", reading(Outcome.CONTINUE, Math.log(25)),
                "latency", reading(Outcome.CONTINUE, Math.log(16))));
    assertThat(verdict.logE()).isCloseTo(Math.log(20.5), within(1e-12));
    assertThat(verdict.outcome()).isEqualTo(Outcome.HARMFUL);
  }

  @Test
  void harmlessOnlyWhenEveryRuleIs() {
    assertThat(outcome(Outcome.HARMLESS, Outcome.HARMLESS)).isEqualTo(Outcome.HARMLESS);
    assertThat(outcome(Outcome.HARMLESS, Outcome.CONTINUE)).isEqualTo(Outcome.CONTINUE);
    assertThat(outcome(Outcome.HARMLESS, Outcome.NO_DATA)).isEqualTo(Outcome.NO_DATA);
  }

  @Test
  void whatIsSpentRaisesTheBar() {
    Evidence spent = new Evidence(Math.log(20), Math.log(20), 0.005);
    Family one = Family.equal(0.05, List.of("p95"));
    assertThat(one.isHarmful(Map.of("p95", spent))).isFalse();
    assertThat(one.isHarmful(Map.of("p95", new Evidence(Math.log(23), 0, 0.005)))).isTrue();
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new Family(0.05, Map.of("a", 0.7))).hasMessageContaining("sum to 1");
    assertThatThrownBy(() -> new Family(0.05, Map.of("a", 2.0, "b", -1.0)))
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> TWO.judge(Map.of())).hasMessageContaining("errors");
    assertThatThrownBy(() -> TWO.alphaOf("cost")).hasMessageContaining("no rule cost");
  }

  private static Outcome outcome(Outcome errors, Outcome latency) {
    return TWO.judge(Map.of("errors", reading(errors, 0), "latency", reading(latency, 0)))
        .outcome();
  }

  private static Reading reading(Outcome outcome, double logE) {
    Evidence evidence = new Evidence(logE, Math.max(0, logE), 0);
    return new Reading(outcome, evidence, 0, 0, Interval.UNKNOWN);
  }
}
