package dev.retrain.runtime.batch;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads and writes the files of a batch-scored model: {@code plan.json}, {@code
 * <batch>/<version>/scores.csv} with the columns id and score, and {@code <batch>/labels.csv} with
 * the columns id and label once they are known. A file is renamed into place when it is complete.
 */
final class BatchFolder {

  private static final String ID = "id";

  private final Path folder;

  BatchFolder(Path folder) {
    this.folder = folder;
  }

  /** Returns the names of all batches, sorted. */
  List<String> batches() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unavailable("list " + folder, e);
    }
  }

  boolean isScored(String batch, String version) {
    return Files.exists(scores(batch, version));
  }

  boolean isLabelled(String batch) {
    return Files.exists(labels(batch));
  }

  /** Returns the score by id; NaN if there is none. */
  Map<String, Double> scoresOf(String batch, String version) {
    return read(scores(batch, version), "score");
  }

  /** Returns the label by id; NaN if it is unknown. */
  Map<String, Double> labelsOf(String batch) {
    return read(labels(batch), "label");
  }

  void write(String batch, String version, Map<String, Double> scores) {
    write(scores(batch, version), "score", scores);
  }

  void writeLabels(String batch, Map<String, Double> labels) {
    write(labels(batch), "label", labels);
  }

  /** Writes, for programs in any language, which versions score the next batch. */
  void plan(String live, List<String> beside) {
    Node plan =
        Node.of(
            Map.of(
                "live", Node.of(live), "beside", Node.of(beside.stream().map(Node::of).toList())));
    try {
      Files.createDirectories(folder);
      Path draft = folder.resolve("plan.json.new");
      Files.writeString(draft, Documents.canonicalJson(plan));
      publish(draft, folder.resolve("plan.json"));
    } catch (IOException e) {
      throw unavailable("write the plan of " + folder, e);
    }
  }

  private Path scores(String batch, String version) {
    return folder.resolve(batch).resolve(version).resolve("scores.csv");
  }

  private Path labels(String batch) {
    return folder.resolve(batch).resolve("labels.csv");
  }

  private static Map<String, Double> read(Path file, String column) {
    Map<String, Double> values = new TreeMap<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord line : csv) {
        values.put(line.getField(ID), number(line.getField(column)));
      }
      return values;
    } catch (IOException e) {
      throw unavailable("read " + file, e);
    } catch (RuntimeException e) {
      throw new PermanentFailure(
          "cannot read " + file + ": " + e.getMessage(),
          FailureContext.hint(
              "The file needs a header line with the columns id and " + column + "."),
          e);
    }
  }

  /** Returns NaN for text that is empty or no finite number: such a row was not scored. */
  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? value : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static void write(Path file, String column, Map<String, Double> values) {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      try (CsvWriter csv = CsvWriter.builder().build(draft)) {
        csv.writeRecord(ID, column);
        new TreeMap<>(values)
            .forEach((id, value) -> csv.writeRecord(id, value.isNaN() ? "" : value.toString()));
      }
      publish(draft, file);
    } catch (IOException e) {
      throw unavailable("write " + file, e);
    }
  }

  private static void publish(Path draft, Path file) throws IOException {
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static TransientFailure unavailable(String action, IOException cause) {
    return new TransientFailure("cannot " + action + ": " + cause, cause);
  }
}
