package dev.retrain.backend.local;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code metrics.json}: a flat object of finite numbers. */
final class MetricsFiles {

  private static final Shape<Map<String, Double>> NUMBERS = Shapes.map(Shapes.number());

  private MetricsFiles() {}

  /**
   * The numbers of an artifact's folder.
   *
   * @throws RetrainException if the file is not there or holds something else
   */
  static Map<String, Double> read(Path folder) {
    Path file = folder.resolve("metrics.json");
    return DocumentReader.of(NUMBERS, Documents.read(file), file.toString());
  }

  /** What is wrong with the metrics a step wrote, in words that follow the step's name. */
  static Optional<String> problemOf(Step step, StepFolder folder) {
    for (Artifact<?> written : step.task().wiring().writes()) {
      Path output = folder.outputs().get(written.name());
      if (written.kind() == ArtifactKind.METRICS
          && output != null
          && Files.exists(output.resolve("metrics.json"))) {
        try {
          read(output);
        } catch (RetrainException e) {
          return Optional.of("wrote metrics that are no flat object of numbers: " + e.getMessage());
        }
      }
    }
    return Optional.empty();
  }
}
