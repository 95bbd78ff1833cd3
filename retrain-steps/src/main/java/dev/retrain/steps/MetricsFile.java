package dev.retrain.steps;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.steps.folder.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code metrics.json}: a flat object of finite numbers. */
final class MetricsFile {

  private static final Shape<Map<String, Double>> NUMBERS = Shapes.map(Shapes.number());

  private MetricsFile() {}

  static Map<String, Double> read(Path folder) {
    Path file = folder.resolve("metrics.json");
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw StepProblem.data(file + " is no regular file");
    }
    return DocumentReader.of(NUMBERS, Documents.read(file), file.toString());
  }

  static void write(Path folder, Map<String, Double> metrics) throws IOException {
    DurableFile.write(folder.resolve("metrics.json"), Documents.json(NUMBERS.write(metrics)));
  }
}
