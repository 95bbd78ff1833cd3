package dev.retrain.steps;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code scores.csv}: id, time, label, score, slice. */
final class ScoresFile {

  /** What happened to a row and what was predicted. */
  record Scored(double label, double score) {}

  private static final ReadOptions OPTIONS =
      ReadOptions.standard()
          .kinds(
              Map.of(
                  "id", ColumnKind.CATEGORICAL,
                  "label", ColumnKind.NUMERIC,
                  "score", ColumnKind.NUMERIC))
          .columns(List.of("id", "label", "score"));

  private ScoresFile() {}

  /** Returns the scores of a folder by id, in order; empty when the folder has none. */
  static Optional<Map<String, Scored>> find(Path folder) {
    Path file = folder.resolve("scores.csv");
    return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
  }

  private static Map<String, Scored> read(Path file) {
    Dataset rows = Dataset.read(file, OPTIONS);
    NumericColumn labels = rows.numeric("label");
    NumericColumn scores = rows.numeric("score");
    Map<String, Scored> all = new LinkedHashMap<>();
    for (int row = 0; row < rows.rows(); row++) {
      String id = rows.column("id").text(row);
      Scored scored = new Scored(labels.value(row), scores.value(row));
      if (labels.isMissing(row) || scores.isMissing(row) || !isFinite(scored)) {
        throw StepProblem.data(file + ": the row " + id + " has no finite label and score");
      }
      if (all.put(id, scored) != null) {
        throw StepProblem.data(file + ": the id " + id + " occurs twice");
      }
    }
    return all;
  }

  private static boolean isFinite(Scored scored) {
    return Double.isFinite(scored.label()) && Double.isFinite(scored.score());
  }
}
