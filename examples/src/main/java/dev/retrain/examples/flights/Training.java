package dev.retrain.examples.flights;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Fits models to flights: pure, and the same model for the same rows and settings. */
final class Training {

  private static final int FOLDS = 5;

  private final Outcome outcome;
  private final Hyperparameters settings;
  private final Booster booster;

  Training(Outcome outcome, Hyperparameters settings) {
    this.outcome = outcome;
    this.settings = settings;
    this.booster = new Booster(outcome, settings);
  }

  /** Fits a model to nothing but these flights. */
  FlightsModel anew(List<Flight> flights) {
    DelayHistory history = DelayHistory.empty();
    double[][] features = features(flights, history);
    double[] outcomes = outcomes(flights);
    double base = outcome.start(history.mean());
    double[] raw = new double[outcomes.length];
    Arrays.fill(raw, base);
    List<Tree> trees = booster.boost(features, outcomes, raw, 0, settings.trees());
    return model(history, base, trees, flights);
  }

  /** Continues a champion on these flights: fades its history, corrects its level, adds trees. */
  FlightsModel warmStarted(FlightsModel champion, List<Flight> flights) {
    DelayHistory history = DelayHistory.empty();
    history.addAll(champion.parts().history(), settings.memory());
    double[][] features = features(flights, history);
    double[] outcomes = outcomes(flights);
    double[] raw = new double[outcomes.length];
    List<Tree> trees = new ArrayList<>(champion.parts().trees());
    for (int row = 0; row < raw.length; row++) {
      raw[row] = champion.parts().raw(features[row]);
    }
    double shift = booster.shift(outcomes, raw);
    IntStream.range(0, raw.length).forEach(row -> raw[row] += shift);
    trees.addAll(booster.boost(features, outcomes, raw, trees.size(), settings.warmTrees()));
    return model(history, champion.parts().base() + shift, trees, flights);
  }

  private FlightsModel model(
      DelayHistory history, double base, List<Tree> trees, List<Flight> flights) {
    return new FlightsModel(
        new ModelParts(
            outcome,
            settings.planted().serving(),
            settings.smoothing(),
            flights.size(),
            base,
            history,
            trees));
  }

  private double[] outcomes(List<Flight> flights) {
    return flights.stream().mapToDouble(outcome::of).toArray();
  }

  /**
   * The features of the flights, whose outcomes join the history. A flight's own outcome, and those
   * of its fold, are left out of the history it sees: else the trees would read the answer there.
   */
  private double[][] features(List<Flight> flights, DelayHistory history) {
    DelayHistory[] folds = new DelayHistory[FOLDS];
    LocalDateTime[] departures =
        flights.stream()
            .map(flight -> settings.planted().training().read(flight.departure()))
            .toArray(LocalDateTime[]::new);
    for (int fold = 0; fold < FOLDS; fold++) {
      folds[fold] = DelayHistory.empty();
      for (int row = fold; row < flights.size(); row += FOLDS) {
        folds[fold].add(flights.get(row), departures[row], outcome.of(flights.get(row)));
      }
      history.addAll(folds[fold], 1);
    }
    double[][] features = new double[flights.size()][];
    for (int fold = 0; fold < FOLDS; fold++) {
      DelayHistory others = DelayHistory.empty();
      others.addAll(history, 1);
      others.addAll(folds[fold], -1);
      FlightFeatures seen = new FlightFeatures(others, settings.smoothing(), outcome.resolution());
      for (int row = fold; row < flights.size(); row += FOLDS) {
        Flight flight = flights.get(row);
        features[row] =
            seen.of(departures[row], flight.origin(), flight.destination(), flight.distance());
      }
    }
    return features;
  }
}
