package dev.retrain.examples.flights;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the two training programs have in common. */
final class TrainStep {

  private static final String INCREMENTAL = "INCREMENTAL";

  private TrainStep() {}

  static void run(Outcome outcome, StepArguments step) throws IOException {
    Hyperparameters given = step.hyperparameters();
    Hyperparameters settings = step.planted().map(given::withPlanted).orElse(given);
    List<Flight> flights = FlightFiles.read(step.folder("train"));
    Training training = new Training(outcome, settings);
    Optional<FlightsModel> start =
        step.value("retrain_mode").filter(INCREMENTAL::equalsIgnoreCase).isPresent()
            ? step.champion().filter(champion -> canContinue(champion, outcome, settings))
            : Optional.empty();
    FlightsModel model =
        start
            .map(champion -> training.warmStarted(champion, flights))
            .orElseGet(() -> training.anew(flights));
    model.save(step.folder("model"));
    System.out.printf(
        "%s on %d flights: %d trees%n",
        start.isPresent() ? "warm-started from the champion" : "trained anew",
        flights.size(),
        model.parts().trees().size());
  }

  private static boolean canContinue(
      FlightsModel champion, Outcome outcome, Hyperparameters settings) {
    int trees = champion.parts().trees().size() + settings.warmTrees();
    return champion.parts().outcome() == outcome && trees <= settings.maxTrees();
  }
}
