package dev.retrain.examples.flights;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What the two evaluating programs have in common: challenger and champion score the same hold-out.
 *
 * @param label what happened, of a flight
 * @param quality the metrics of labels and scores
 */
record EvaluateStep(ToDoubleFunction<Flight> label, Function<Scored, Map<String, Double>> quality) {

  private static final String[] SCORES_HEADER = {"id", "time", "label", "score", "slice"};

  void run(StepArguments step) throws IOException {
    List<Flight> holdout = FlightFiles.read(step.folder("holdout"));
    TreeMap<String, Double> metrics = new TreeMap<>(Map.of("rows", (double) holdout.size()));
    judge(
        FlightsModel.load(step.folder("model")),
        holdout,
        "",
        step.optionalFolder("scores"),
        metrics);
    Optional<FlightsModel> champion = step.champion();
    if (champion.isPresent()) {
      Optional<Path> scores = step.optionalFolder("champion_scores");
      judge(champion.get(), holdout, "champion.", scores, metrics);
    }
    Json.write(step.folder("metrics").resolve("metrics.json"), metrics);
    System.out.println(metrics);
  }

  private void judge(
      FlightsModel model,
      List<Flight> holdout,
      String prefix,
      Optional<Path> scores,
      Map<String, Double> metrics)
      throws IOException {
    Scored scored = Scored.by(model, holdout, label);
    quality.apply(scored).forEach((name, value) -> metrics.put(prefix + name, value));
    metrics.put(prefix + "latency_p95_ms", Latency.p95Millis(model, holdout));
    if (scores.isPresent()) {
      writeScores(scores.get(), holdout, scored);
    }
  }

  private static void writeScores(Path folder, List<Flight> holdout, Scored scored)
      throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("scores.csv");
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
      csv.writeRecord(SCORES_HEADER);
      for (int row = 0; row < holdout.size(); row++) {
        Flight flight = holdout.get(row);
        csv.writeRecord(
            flight.id(),
            flight.departure(),
            String.valueOf((int) scored.labels()[row]),
            String.valueOf(scored.scores()[row]),
            partOfDay(flight));
      }
    }
  }

  /** Returns the slice: morning, afternoon and evening differ most in how many flights are late. */
  private static String partOfDay(Flight flight) {
    int hour = DepartureClock.LOCAL.read(flight.departure()).getHour();
    return hour < 5 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  }
}
