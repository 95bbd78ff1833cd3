package dev.retrain.examples.flights;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    List<Tree> trees = booster.boost(features, outcomes, raw);
    return model(history, base, trees, flights);
  }

  /**
   * Continues a champion on these flights: joins them to its remembered history, corrects its level
   * and adds trees. One odd week must not swing the level, so it moves by the new flights' share of
   * all that are remembered.
   */
  FlightsModel warmStarted(FlightsModel champion, List<Flight> flights) {
    ModelParts start = champion.parts();
    DelayHistory history = DelayHistory.empty();
    history.addAll(start.history(), settings.memory());
    double[][] features = features(flights, history);
    double[] outcomes = outcomes(flights);
    double[] raw = Arrays.stream(features).mapToDouble(start::raw).toArray();
    double shift = booster.shift(outcomes, raw) * flights.size() / history.rows();
    Arrays.setAll(raw, row -> raw[row] + shift);
    List<Tree> trees = new ArrayList<>(start.trees());
    trees.addAll(booster.correct(features, outcomes, raw, trees.size()));
    return model(history, start.base() + shift, trees, flights);
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
   * Returns the features of the flights, whose outcomes join the history. A flight's own outcome,
   * and those of its fold, are left out of the history it sees: else the trees would read the
   * answer there.
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
