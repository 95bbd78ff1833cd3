package dev.retrain.examples.flights;

import java.io.IOException;

/**
 * Scores a hold-out with the challenger and, where there is one, the champion.
 *
 * <p>Arguments: {@code --holdout} (data set folder), {@code --model}, {@code --metrics} (folder to
 * write), optionally {@code --champion} (model folder, empty on the first run), {@code --scores}
 * and {@code --champion_scores} (folders to write the challenger's and the champion's {@code
 * scores.csv} to: id, time, label, score, slice). {@code metrics.json} holds {@code rows}, {@code
 * auc}, {@code accuracy}, {@code log_loss}, {@code brier} and {@code latency_p95_ms}, and all but
 * the first again under {@code champion.}. Other arguments are ignored.
 */
public final class FlightsEvaluate {

  private FlightsEvaluate() {}

  /** Runs the step; see the type. */
  public static void main(String[] args) throws IOException {
    new EvaluateStep(flight -> flight.late() ? 1 : 0, Quality::ofProbabilities)
        .run(StepArguments.parse(args));
  }
}
