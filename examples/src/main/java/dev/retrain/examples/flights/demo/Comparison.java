package dev.retrain.examples.flights.demo;

import dev.retrain.drift.metric.ModelMetrics;
import dev.retrain.examples.flights.Flight;
import dev.retrain.examples.flights.FlightWeek;
import dev.retrain.examples.flights.FlightsData;
import dev.retrain.examples.flights.FlightsModel;
import dev.retrain.examples.flights.FlightsTrain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/**
 * What would have become of the model without the loop: never retrained after January, or retrained
 * every week. Worked out on a thread of its own while the demo runs.
 */
final class Comparison {

  /** How many weeks at the end are compared. */
  static final int LAST_WEEKS = 4;

  /** July has six rows, too few to measure, so its week is left out. */
  private static final int LEAST_FLIGHTS = 1_000;

  /**
   * The mean log loss of the last weeks.
   *
   * @param never of the model of January
   * @param weekly of a model retrained every week on all weeks before
   * @param weeklyRuns how many retrainings that took
   * @param neverByWeek label of a week to the log loss of the model of January
   */
  record Result(double never, double weekly, int weeklyRuns, Map<String, Double> neverByWeek) {}

  private final CompletableFuture<Result> result;

  private Comparison(CompletableFuture<Result> result) {
    this.result = result;
  }

  static Comparison start(FlightsData data, String firstModel) {
    return new Comparison(CompletableFuture.supplyAsync(() -> work(data, firstModel)));
  }

  Result result() {
    return result.join();
  }

  private static Result work(FlightsData data, String firstModel) {
    List<FlightWeek> weeks = data.weeks();
    int first = 0;
    while (!weeks.get(first).label().equals(firstModel)) {
      first++;
    }
    FlightsModel january = FlightsTrain.fit(data.between(0, first + 1));
    List<FlightWeek> last = lastWeeks(weeks);
    List<Double> weekly = new ArrayList<>();
    Map<String, Double> never = new LinkedHashMap<>();
    int runs = 0;
    for (int i = first + 1; i < weeks.size(); i++) {
      if (weeks.get(i).flights().size() < LEAST_FLIGHTS) {
        continue;
      }
      runs++;
      never.put(weeks.get(i).label(), logLoss(january, weeks.get(i)));
      // Only the models of the last weeks are judged, so only they are trained.
      if (last.contains(weeks.get(i))) {
        weekly.add(logLoss(FlightsTrain.fit(data.between(0, i)), weeks.get(i)));
      }
    }
    return new Result(
        mean(last, week -> logLoss(january, week)),
        weekly.stream().mapToDouble(loss -> loss).average().orElseThrow(),
        runs,
        never);
  }

  /** Returns the last whole weeks. */
  static List<FlightWeek> lastWeeks(List<FlightWeek> weeks) {
    List<FlightWeek> whole =
        weeks.stream().filter(week -> week.flights().size() >= LEAST_FLIGHTS).toList();
    return whole.subList(whole.size() - LAST_WEEKS, whole.size());
  }

  static double mean(List<FlightWeek> weeks, ToDoubleFunction<FlightWeek> loss) {
    return weeks.stream().mapToDouble(loss).average().orElseThrow();
  }

  /** Returns the log loss of a model on all flights of a week. */
  static double logLoss(FlightsModel model, FlightWeek week) {
    List<Flight> flights = week.flights();
    boolean[] labels = new boolean[flights.size()];
    double[] scores = new double[flights.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = flights.get(i).late();
      scores[i] = model.score(flights.get(i));
    }
    return Optional.ofNullable(ModelMetrics.binary(labels, scores).get("log_loss"))
        .orElseThrow()
        .value();
  }
}
