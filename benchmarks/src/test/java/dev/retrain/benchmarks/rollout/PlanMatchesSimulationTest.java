package dev.retrain.benchmarks.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.sequential.ExpectedTraffic;
import dev.retrain.sequential.ProportionDifference;
import dev.retrain.sequential.Sensitivity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told before a rollout is what then happens. */
class PlanMatchesSimulationTest {
  private static final ExpectedTraffic TRAFFIC =
      ExpectedTraffic.of(50, 0.05, Duration.ofMinutes(30));

  @Test
  void powerForFewLabels() {
    assertThat(simulated(CanaryFault.FEW_LABELS).rate())
        .isCloseTo(plan(0, 0.2).power(0.05), within(0.1));
  }

  @Test
  void timeToDetection() {
    assertTime(CanaryFault.ACCURACY, plan(0, 1));
    assertTime(CanaryFault.HALF_LABELS, plan(0, 0.5));
    assertTime(CanaryFault.BEYOND_MARGIN, plan(0.02, 1));
  }

  private static void assertTime(CanaryFault fault, Sensitivity plan) {
    double expected = plan.expectedTime(0.05).orElseThrow().toSeconds() / 60.0;
    double median = simulated(fault).medianMinutes();
    assertThat(median).isBetween(0.6 * expected, 1.3 * expected + 1);
  }

  private static Sensitivity plan(double tolerated, double labelShare) {
    ProportionDifference test =
        new ProportionDifference(
            Direction.HIGHER_IS_BETTER, Margin.absolute(tolerated), Margin.absolute(0.05), 0.05);
    return Sensitivity.of(test, 0.85, TRAFFIC.labelled(labelShare));
  }

  private static RollbackCounts simulated(CanaryFault fault) {
    return new RolloutSimulation(300, 5).harmful(fault).get(fault.rule().title());
  }
}
