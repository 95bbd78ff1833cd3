package dev.retrain.runtime.sequential.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.runtime.sequential.ProportionDifference;
import dev.retrain.runtime.sequential.Sensitivity;
import dev.retrain.runtime.sequential.Traffic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told before a rollout is what then happens. */
class PlanMatchesSimulationTest {
  private static final Traffic TRAFFIC = Traffic.of(50, 0.05, Duration.ofMinutes(30));

  @Test
  void powerForFewLabels() {
    assertThat(simulated(Fault.FEW_LABELS).rate()).isCloseTo(plan(0, 0.2).power(0.05), within(0.1));
  }

  @Test
  void timeToDetection() {
    assertTime(Fault.ACCURACY, plan(0, 1));
    assertTime(Fault.HALF_LABELS, plan(0, 0.5));
    assertTime(Fault.BEYOND_MARGIN, plan(0.02, 1));
  }

  private static void assertTime(Fault fault, Sensitivity plan) {
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

  private static Tally simulated(Fault fault) {
    return new RolloutSimulation(300, 5).harmful(fault).get(fault.rule().title());
  }
}
