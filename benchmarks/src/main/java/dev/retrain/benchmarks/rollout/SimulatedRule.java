package dev.retrain.benchmarks.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.sequential.Arms;
import dev.retrain.sequential.Dispersion;
import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.HarmEvidence;
import dev.retrain.sequential.LatencyCounts;
import dev.retrain.sequential.MeanDifference;
import dev.retrain.sequential.ProportionDifference;
import dev.retrain.sequential.QuantileLimit;
import dev.retrain.sequential.QuantileRatio;
import dev.retrain.sequential.SampleMoments;
import dev.retrain.sequential.SequentialTest;
import java.util.function.Function;

/**
 * The simulated rules; all but the tolerant ones tolerate nothing, so a healthy canary lies exactly
 * at their limit.
 */
enum SimulatedRule {
  ERRORS("errors"),
  ACCURACY("accuracy"),
  P95("p95 ratio"),
  MEDIAN("p50 limit"),
  REVENUE("revenue"),
  TOLERANT_ACCURACY("accuracy, 2 points tolerated"),
  TOLERANT_P95("p95 ratio, 1.21 tolerated");

  private final String title;

  SimulatedRule(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Returns the rule at the start of a rollout. */
  Monitor monitor(double alpha) {
    return switch (this) {
      case ERRORS ->
          monitor(proportion(Direction.LOWER_IS_BETTER, 0, 0.01, alpha), SimulatedRule::errors);
      case ACCURACY ->
          monitor(proportion(Direction.HIGHER_IS_BETTER, 0, 0.05, alpha), SimulatedRule::correct);
      case TOLERANT_ACCURACY ->
          monitor(
              proportion(Direction.HIGHER_IS_BETTER, 0.02, 0.05, alpha), SimulatedRule::correct);
      case P95 -> monitor(new QuantileRatio(0.95, 1, 1, alpha), SimulatedRule::latency);
      case TOLERANT_P95 ->
          monitor(new QuantileRatio(0.95, 1.21, 1.21, alpha), SimulatedRule::latency);
      case MEDIAN ->
          monitor(
              new QuantileLimit(0.5, VersionTraffic.MEDIAN_MILLIS, alpha),
              looks -> looks.canary().latency());
      case REVENUE -> monitor(revenueDrop(alpha), SimulatedRule::revenue);
    };
  }

  /** Applies a rule to one rollout. */
  interface Monitor {
    /** Takes the figures since the start. */
    HarmEvidence look(Arms<SimulatedLook> sinceStart);
  }

  private static ProportionDifference proportion(
      Direction direction, double tolerated, double acceptable, double alpha) {
    return new ProportionDifference(
        direction, Margin.absolute(tolerated), Margin.absolute(acceptable), alpha);
  }

  private static MeanDifference revenueDrop(double alpha) {
    return new MeanDifference(
        Direction.HIGHER_IS_BETTER,
        Margin.absolute(0),
        Margin.absolute(0),
        Dispersion.estimated(),
        alpha);
  }

  private static Arms<EventCount> errors(Arms<SimulatedLook> looks) {
    return new Arms<>(looks.canary().errors(), looks.champion().errors());
  }

  private static Arms<EventCount> correct(Arms<SimulatedLook> looks) {
    return new Arms<>(looks.canary().correct(), looks.champion().correct());
  }

  private static Arms<LatencyCounts> latency(Arms<SimulatedLook> looks) {
    return new Arms<>(looks.canary().latency(), looks.champion().latency());
  }

  private static Arms<SampleMoments> revenue(Arms<SimulatedLook> looks) {
    return new Arms<>(looks.canary().revenue(), looks.champion().revenue());
  }

  private static <C, S> Monitor monitor(
      SequentialTest<C, S> test, Function<Arms<SimulatedLook>, C> figures) {
    return new Monitor() {
      private S state = test.start();

      @Override
      public HarmEvidence look(Arms<SimulatedLook> sinceStart) {
        state = test.observe(state, figures.apply(sinceStart));
        return test.evidence(state);
      }
    };
  }
}
