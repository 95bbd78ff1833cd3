package dev.retrain.examples.flights;

import java.io.IOException;

/**
 * Trains the model that predicts by how many minutes a flight will arrive late.
 *
 * <p>Takes the arguments of {@link FlightsTrain}.
 */
public final class DelayTrain {

  private DelayTrain() {}

  /** Runs the step; see the type. */
  public static void main(String[] args) throws IOException {
    TrainStep.run(Outcome.DELAY, StepArguments.parse(args));
  }
}
