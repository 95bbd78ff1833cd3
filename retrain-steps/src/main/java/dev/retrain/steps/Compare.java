package dev.retrain.steps;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.GateMetrics;
import dev.retrain.drift.metric.ModelMetrics;
import dev.retrain.steps.ScoresFile.Scored;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares scores: reads the challenger's and, second, the champion's, where there are any; writes
 * the metrics of both on the rows both have, the champion's under {@code champion.}, improvements
 * under {@code gain.} and {@code relative_gain.}, and {@code rows}, how many those are.
 *
 * <p>Labels of only 0 and 1 are two classes; labels and scores that are whole numbers from 0 to 999
 * are several; anything else is a number predicted.
 */
final class Compare implements Component {

  private static final int MOST_CLASSES = 1000;

  @Override
  public Usage usage() {
    return Usage.of(
        "Computes metrics of scores and, on the rows both have, their gain over the champion's.",
        "scores of the challenger, then those of the champion if there are any",
        "metrics");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    List<Path> folders = invocation.inputs();
    Map<String, Scored> challenger =
        ScoresFile.find(invocation.input(0))
            .orElseThrow(() -> StepProblem.data("there is no scores.csv in " + folders.get(0)));
    Optional<Map<String, Scored>> champion =
        folders.size() > 1 ? ScoresFile.find(folders.get(1)) : Optional.empty();
    Map<String, Double> metrics = metrics(challenger, champion, out);
    MetricsFile.write(invocation.output(0), metrics);
    out.println(metrics);
    return 0;
  }

  private static Map<String, Double> metrics(
      Map<String, Scored> challenger, Optional<Map<String, Scored>> champion, PrintStream out) {
    Map<String, Double> all = new TreeMap<>();
    Map<String, Scored> rows = new TreeMap<>(challenger);
    champion.ifPresent(other -> rows.keySet().retainAll(other.keySet()));
    if (rows.isEmpty()) {
      throw StepProblem.data("challenger and champion have no row in common");
    }
    if (rows.size() < challenger.size()) {
      out.println(
          (challenger.size() - rows.size()) + " rows without the champion's score are left out");
    }
    values(rows.values()).forEach((name, value) -> all.put(name, value.value()));
    champion.ifPresent(
        other -> {
          Map<String, Scored> same = new TreeMap<>(other);
          same.keySet().retainAll(rows.keySet());
          requireSameLabels(rows, same);
          values(same.values())
              .forEach((name, value) -> all.put(Condition.CHAMPION_PREFIX + name, value.value()));
        });
    all.put("rows", (double) rows.size());
    return GateMetrics.withGains(all);
  }

  private static void requireSameLabels(Map<String, Scored> rows, Map<String, Scored> same) {
    same.forEach(
        (id, scored) -> {
          Scored own = rows.get(id);
          if (own != null && own.label() != scored.label()) {
            throw StepProblem.data(
                "the row " + id + " has one label for the challenger and another for the champion");
          }
        });
  }

  private static SortedMap<String, MetricValue> values(Collection<Scored> rows) {
    double[] labels = rows.stream().mapToDouble(Scored::label).toArray();
    double[] scores = rows.stream().mapToDouble(Scored::score).toArray();
    if (rows.stream().allMatch(row -> row.label() == 0 || row.label() == 1)) {
      boolean[] positive = new boolean[labels.length];
      for (int i = 0; i < labels.length; i++) {
        positive[i] = labels[i] == 1;
      }
      return ModelMetrics.binary(positive, scores);
    }
    if (rows.stream().allMatch(row -> isClass(row.label()) && isClass(row.score()))) {
      int[] is = rows.stream().mapToInt(row -> (int) row.label()).toArray();
      int[] predicted = rows.stream().mapToInt(row -> (int) row.score()).toArray();
      int most =
          rows.stream().mapToInt(row -> (int) Math.max(row.label(), row.score())).max().orElse(1);
      return ModelMetrics.multiclass(most + 1, is, predicted);
    }
    return ModelMetrics.regression(labels, scores);
  }

  private static boolean isClass(double value) {
    return value == Math.rint(value) && value >= 0 && value < MOST_CLASSES;
  }
}
