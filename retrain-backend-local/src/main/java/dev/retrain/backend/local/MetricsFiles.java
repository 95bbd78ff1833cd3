package dev.retrain.backend.local;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code metrics.json}: a flat object of finite numbers. */
final class MetricsFiles {

  private static final Shape<Map<String, Double>> NUMBERS = Shapes.map(Shapes.number());

  private static final long MOST_BYTES = 16L << 20;

  private MetricsFiles() {}

  /**
   * Returns the numbers of an artifact's folder.
   *
   * @throws RetrainException if the file is absent, is a pipe or a device, which may never end,
   *     exceeds 16 MiB, or holds something else
   */
  static Map<String, Double> read(Path folder) {
    Path file = folder.resolve("metrics.json");
    if (Files.exists(file) && (!Files.isRegularFile(file) || size(file) > MOST_BYTES)) {
      throw new PermanentFailure(file + " is no regular file of at most 16 MiB");
    }
    return DocumentReader.of(NUMBERS, Documents.read(file), file.toString());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new PermanentFailure(file + " cannot be read: " + e);
    }
  }

  /** Returns what is wrong with the metrics a step wrote, in words that follow the step's name. */
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
