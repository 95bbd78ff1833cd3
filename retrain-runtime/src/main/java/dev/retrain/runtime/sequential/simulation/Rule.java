package dev.retrain.runtime.sequential.simulation;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.runtime.sequential.Arms;
import dev.retrain.runtime.sequential.Count;
import dev.retrain.runtime.sequential.Evidence;
import dev.retrain.runtime.sequential.Histogram;
import dev.retrain.runtime.sequential.MeanDifference;
import dev.retrain.runtime.sequential.Moments;
import dev.retrain.runtime.sequential.ProportionDifference;
import dev.retrain.runtime.sequential.QuantileLimit;
import dev.retrain.runtime.sequential.QuantileRatio;
import dev.retrain.runtime.sequential.SequentialTest;
import dev.retrain.runtime.sequential.Spread;
import java.util.function.Function;

/**
 * The rules simulated; all but the tolerant ones tolerate nothing, so a healthy canary stands at
 * their edge.
 */
enum Rule {
  ERRORS("errors"),
  ACCURACY("accuracy"),
  P95("p95 ratio"),
  MEDIAN("p50 limit"),
  REVENUE("revenue"),
  TOLERANT_ACCURACY("accuracy, 2 points tolerated"),
  TOLERANT_P95("p95 ratio, 1.21 tolerated");

  private final String title;

  Rule(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The rule, about to begin a rollout. */
  Watch watch(double alpha) {
    return switch (this) {
      case ERRORS -> watch(proportion(Direction.LOWER_IS_BETTER, 0, 0.01, alpha), Rule::errors);
      case ACCURACY -> watch(proportion(Direction.HIGHER_IS_BETTER, 0, 0.05, alpha), Rule::correct);
      case TOLERANT_ACCURACY ->
          watch(proportion(Direction.HIGHER_IS_BETTER, 0.02, 0.05, alpha), Rule::correct);
      case P95 -> watch(new QuantileRatio(0.95, 1, 1, alpha), Rule::latency);
      case TOLERANT_P95 -> watch(new QuantileRatio(0.95, 1.21, 1.21, alpha), Rule::latency);
      case MEDIAN ->
          watch(
              new QuantileLimit(0.5, VersionTraffic.MEDIAN_MILLIS, alpha),
              looks -> looks.canary().latency());
      case REVENUE -> watch(revenueDrop(alpha), Rule::revenue);
    };
  }

  /** A rule at work in one rollout. */
  interface Watch {
    /** Takes the figures since the start. */
    Evidence look(Arms<Look> sinceStart);
  }

  private static ProportionDifference proportion(
      Direction direction, double tolerated, double named, double alpha) {
    return new ProportionDifference(
        direction, Margin.absolute(tolerated), Margin.absolute(named), alpha);
  }

  private static MeanDifference revenueDrop(double alpha) {
    return new MeanDifference(
        Direction.HIGHER_IS_BETTER,
        Margin.absolute(0),
        Margin.absolute(0),
        Spread.estimated(),
        alpha);
  }

  private static Arms<Count> errors(Arms<Look> looks) {
    return new Arms<>(looks.canary().errors(), looks.champion().errors());
  }

  private static Arms<Count> correct(Arms<Look> looks) {
    return new Arms<>(looks.canary().correct(), looks.champion().correct());
  }

  private static Arms<Histogram> latency(Arms<Look> looks) {
    return new Arms<>(looks.canary().latency(), looks.champion().latency());
  }

  private static Arms<Moments> revenue(Arms<Look> looks) {
    return new Arms<>(looks.canary().revenue(), looks.champion().revenue());
  }

  private static <C, S> Watch watch(SequentialTest<C, S> test, Function<Arms<Look>, C> figures) {
    return new Watch() {
      private S state = test.start();

      @Override
      public Evidence look(Arms<Look> sinceStart) {
        state = test.observe(state, figures.apply(sinceStart));
        return test.evidence(state);
      }
    };
  }
}
