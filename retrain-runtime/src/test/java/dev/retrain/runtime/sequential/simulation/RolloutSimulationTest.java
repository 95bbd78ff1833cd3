package dev.retrain.runtime.sequential.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures that docs/rollout.md promises, with fixed seeds; fewer runs than its table. */
class RolloutSimulationTest {
  private static final double PROMISED = 0.05;

  @ParameterizedTest
  @ValueSource(ints = {30, 300})
  void healthyCanaryIsRarelyRolledBack(int looks) {
    int runs = looks == 30 ? 1000 : 700;
    Map<String, Tally> tallies = new RolloutSimulation(runs, 42).healthy(looks);
    RolloutSimulation.FIVE.forEach(
        rule ->
            assertThat(tallies.get(rule.title()).upperBound())
                .as(rule.title())
                .isLessThanOrEqualTo(PROMISED));
    assertThat(tallies.get(RolloutSimulation.TOGETHER).upperBound()).isLessThanOrEqualTo(PROMISED);
  }

  @Test
  void canaryAtTheEdgeOfAMarginIsRarelyRolledBack() {
    assertThat(new RolloutSimulation(500, 42).atTheEdge().values())
        .allSatisfy(tally -> assertThat(tally.upperBound()).isLessThanOrEqualTo(PROMISED));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERRORS", "ACCURACY", "HALF_LABELS", "SLOW", "SLOW_BEYOND_MARGIN", "POOR"})
  void badCanaryIsRolledBackBeforeTheEnd(Fault fault) {
    Map<String, Tally> tallies = new RolloutSimulation(200, 42).harmful(fault);
    assertThat(tallies.get(fault.rule().title()).rate()).isGreaterThanOrEqualTo(0.9);
    assertThat(tallies.get(RolloutSimulation.TOGETHER).rate()).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void fixedThresholdRollsHealthyCanariesBack() {
    Map<String, Tally> tallies = new RolloutSimulation(100, 42).healthy(30);
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
