package dev.retrain.examples.flights;

import java.io.IOException;

/**
 * Scores a hold-out with the challenger and, where there is one, the champion, both of them models
 * of the delay.
 *
 * <p>Takes the arguments of {@link FlightsEvaluate}; {@code metrics.json} holds {@code rows},
 * {@code mae}, {@code rmse} (minutes) and {@code latency_p95_ms}.
 */
public final class DelayEvaluate {

  private DelayEvaluate() {}

  /** Runs the step; see the type. */
  public static void main(String[] args) throws IOException {
    new EvaluateStep(Flight::delay, Quality::ofNumbers).run(StepArguments.parse(args));
  }
}
