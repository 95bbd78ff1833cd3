package dev.retrain.benchmarks.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The figures that docs/rollout.md promises, with fixed seeds; fewer runs than its table. */
class RolloutSimulationTest {
  private static final double PROMISED = 0.05;

  @Test
  void healthyCanaryIsRarelyRolledBackAtThirtyLooks() {
    Map<String, RollbackCounts> tallies = new RolloutSimulation(1000, 42).healthy(30);
    RolloutSimulation.FIVE.forEach(rule -> assertPromised(rule.title(), tallies));
    assertPromised(RolloutSimulation.TOGETHER, tallies);
  }

  /** Rules that spend most of their alpha need more runs to show that it is not more. */
  @Test
  void healthyCanaryIsRarelyRolledBackAtThreeHundredLooks() {
    Map<String, RollbackCounts> few = new RolloutSimulation(350, 42).healthy(300);
    List.of(SimulatedRule.P95, SimulatedRule.MEDIAN, SimulatedRule.REVENUE)
        .forEach(rule -> assertPromised(rule.title(), few));
    assertPromised(RolloutSimulation.TOGETHER, few);

    List<SimulatedRule> shares = List.of(SimulatedRule.ERRORS, SimulatedRule.ACCURACY);
    Map<String, RollbackCounts> many = new RolloutSimulation(1300, 42).healthyAlone(shares, 300);
    shares.forEach(rule -> assertPromised(rule.title(), many));
  }

  private static void assertPromised(String judge, Map<String, RollbackCounts> tallies) {
    assertThat(tallies.get(judge).upperBound()).as(judge).isLessThanOrEqualTo(PROMISED);
  }

  @Test
  void canaryAtTheEdgeOfAMarginIsRarelyRolledBack() {
    assertThat(new RolloutSimulation(500, 42).atTheEdge().values())
        .allSatisfy(tally -> assertThat(tally.upperBound()).isLessThanOrEqualTo(PROMISED));
  }

  @ParameterizedTest
  @EnumSource(
      value = CanaryFault.class,
      names = {"ERRORS", "ACCURACY", "HALF_LABELS", "SLOW", "SLOW_BEYOND_MARGIN", "POOR"})
  void badCanaryIsRolledBackBeforeTheEnd(CanaryFault fault) {
    Map<String, RollbackCounts> tallies = new RolloutSimulation(200, 42).harmful(fault);
    assertThat(tallies.get(fault.rule().title()).rate()).isGreaterThanOrEqualTo(0.9);
    assertThat(tallies.get(RolloutSimulation.TOGETHER).rate()).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void aFifthOfTheLabelsIsEnoughForFivePoints() {
    Map<String, RollbackCounts> tallies =
        new RolloutSimulation(500, 42).harmful(CanaryFault.FEW_LABELS);
    assertThat(tallies.get(CanaryFault.FEW_LABELS.rule().title()).rate())
        .isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void fixedThresholdRollsHealthyCanariesBack() {
    Map<String, RollbackCounts> tallies = new RolloutSimulation(100, 42).healthy(30);
    assertThat(tallies.get(RolloutSimulation.FIXED + " on errors").rate()).isGreaterThan(0.5);
  }

  @Test
  void sameSeedPrintsTheSameTable() {
    String table = print(7);
    assertThat(table)
        .isEqualTo(print(7))
        .contains("| all five rules |", "| p95 latency 1.5 times |");
    assertThat(table).isNotEqualTo(print(8));
  }

  private static String print(long seed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new RolloutSimulation(3, seed).print(out);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
