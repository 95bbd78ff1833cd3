package dev.retrain.runtime;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Finds and reads what a run left to judge by, row-level scores first: the artifact of kind scores,
 * and the champion's beside it under {@code champion_<name>}. A folder holds {@code scores.csv}
 * with the columns id, time, label, score and, where there are such, slice and latency_ms.
 */
final class ScoreFiles {

  private static final String CHAMPION = "champion_";

  private ScoreFiles() {}

  /** The name of the challenger's scores among the artifacts a pipeline writes. */
  static Optional<String> artifact(Pipeline pipeline) {
    return pipeline.steps().stream()
        .flatMap(step -> step.task().wiring().writes().stream())
        .filter(artifact -> artifact.kind() == ArtifactKind.SCORES)
        .map(artifact -> artifact.name())
        .filter(name -> !name.startsWith(CHAMPION))
        .sorted()
        .findFirst();
  }

  /** The scores in an artifact's folder; empty when there are none. */
  static Optional<Scores> read(Map<String, URI> artifacts, String name) {
    return Optional.ofNullable(artifacts.get(name)).flatMap(ScoreFiles::folder);
  }

  /** The champion's scores on the same rows; empty when there was no champion. */
  static Optional<Scores> champion(Map<String, URI> artifacts, String name) {
    return read(artifacts, CHAMPION + name);
  }

  /** How much all files of an artifact weigh; empty where they cannot be read from here. */
  static OptionalLong bytes(Map<String, URI> artifacts, String name) {
    URI uri = artifacts.get(name);
    if (uri == null) {
      return OptionalLong.empty();
    }
    try {
      ArtifactStore store = ArtifactFiles.getDefault().stores().at(uri);
      List<StoredFile> files = store.files(uri);
      return files.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(files.stream().mapToLong(StoredFile::size).sum());
    } catch (RetrainException e) {
      return OptionalLong.empty();
    }
  }

  private static Optional<Scores> folder(URI uri) {
    Optional<Path> file = ArtifactFiles.getDefault().find(StoredFile.child(uri, "scores.csv"));
    try {
      return file.isPresent() ? Optional.of(rows(file.get())) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(uri, e);
    }
  }

  private static Scores rows(Path file) throws IOException {
    List<Scores.Row> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord line : csv) {
        rows.add(row(line));
      }
    }
    return Scores.of(rows);
  }

  private static Scores.Row row(NamedCsvRecord line) {
    try {
      return new Scores.Row(
          line.getField("id"),
          Instant.parse(line.getField("time")),
          Double.parseDouble(line.getField("label")),
          Double.parseDouble(line.getField("score")),
          line.findField("slice").orElse(""),
          line.findField("latency_ms")
              .filter(text -> !text.isBlank())
              .map(text -> OptionalDouble.of(Double.parseDouble(text)))
              .orElseGet(OptionalDouble::empty));
    } catch (DateTimeException | java.util.NoSuchElementException e) {
      throw new IllegalArgumentException(
          "line " + line.getStartingLineNumber() + ": " + e.getMessage(), e);
    }
  }

  private static PermanentFailure unreadable(URI folder, Exception cause) {
    return new PermanentFailure(
        "asked to read scores.csv in " + folder + ", got " + cause.getMessage(),
        FailureContext.hint(
            "a scores artifact holds scores.csv with the columns id, time, label, score"),
        cause);
  }
}
