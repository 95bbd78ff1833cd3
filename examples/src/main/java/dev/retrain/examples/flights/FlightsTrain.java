package dev.retrain.examples.flights;

import java.io.IOException;
import java.util.List;

/**
 * Trains the model that predicts how likely a flight is to arrive more than 15 minutes late.
 *
 * <p>Arguments: {@code --train} (data set folder), {@code --model} (folder to write), optionally
 * {@code --champion} (model folder, empty on the first run), {@code --hyperparameters} (file, see
 * {@link Hyperparameters}) and {@code --retrain_mode}: {@code INCREMENTAL} continues from the
 * champion where there is one that has not grown too large, any other mode trains anew. Other
 * arguments are ignored.
 */
public final class FlightsTrain {

  private FlightsTrain() {}

  /** Runs the step; see the type. */
  public static void main(String[] args) throws IOException {
    TrainStep.run(Outcome.LATE, StepArguments.parse(args));
  }

  /** Trains a model anew in this process, with the settings used where none are given. */
  public static FlightsModel fit(List<Flight> flights) {
    return new Training(Outcome.LATE, Hyperparameters.DEFAULTS).anew(flights);
  }
}
