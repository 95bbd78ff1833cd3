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
 * The files of a batch-scored model: {@code plan.json}, {@code <batch>/<version>/scores.csv} with
 * the columns id and score, and {@code <batch>/labels.csv} with the columns id and label once they
 * are known. A file appears under its name when it is complete.
 */
final class BatchFolder {

  private static final String ID = "id";

  private final Path folder;

  BatchFolder(Path folder) {
    this.folder = folder;
  }

  /** The names of all batches, sorted. */
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
      throw away("list " + folder, e);
    }
  }

  boolean isScored(String batch, String version) {
    return Files.exists(scores(batch, version));
  }

  boolean isLabelled(String batch) {
    return Files.exists(labels(batch));
  }

  /** Id to score; NaN where there is none. */
  Map<String, Double> scoresOf(String batch, String version) {
    return read(scores(batch, version), "score");
  }

  /** Id to label; NaN where it is not known. */
  Map<String, Double> labelsOf(String batch) {
    return read(labels(batch), "label");
  }

  void write(String batch, String version, Map<String, Double> scores) {
    write(scores(batch, version), "score", scores);
  }

  void writeLabels(String batch, Map<String, Double> labels) {
    write(labels(batch), "label", labels);
  }

  /** Says, to programs in any language, who scores the next batch. */
  void plan(String live, List<String> beside) {
    Node plan =
        Node.of(
            Map.of(
                "live", Node.of(live), "beside", Node.of(beside.stream().map(Node::of).toList())));
    try {
      Files.createDirectories(folder);
      Path draft = folder.resolve("plan.json.new");
      Files.writeString(draft, Documents.canonicalJson(plan));
      appear(draft, folder.resolve("plan.json"));
    } catch (IOException e) {
      throw away("write the plan of " + folder, e);
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
      throw away("read " + file, e);
    } catch (RuntimeException e) {
      throw new PermanentFailure(
          "asked to read " + file + ", got " + e.getMessage(),
          FailureContext.hint("it needs a first line and the columns id and " + column),
          e);
    }
  }

  /** What is empty or no finite number was not scored. */
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
      appear(draft, file);
    } catch (IOException e) {
      throw away("write " + file, e);
    }
  }

  private static void appear(Path draft, Path file) throws IOException {
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static TransientFailure away(String asked, IOException cause) {
    return new TransientFailure("asked to " + asked + ", got " + cause, cause);
  }
}
