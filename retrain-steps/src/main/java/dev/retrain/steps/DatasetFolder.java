package dev.retrain.steps;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A dataset's folder: its CSV and Parquet files, in order of name. */
final class DatasetFolder {

  private DatasetFolder() {}

  /** The files with rows; there is at least one. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw StepProblem.data("there is no folder " + folder);
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(DatasetFolder::hasRows).sorted().toList();
      if (files.isEmpty()) {
        throw StepProblem.data("the folder " + folder + " holds no .csv, .tsv or .parquet file");
      }
      return files;
    }
  }

  static boolean hasRows(Path file) {
    String name = name(file);
    return Files.isRegularFile(file)
        && !name.startsWith(".")
        && (isText(file) || name.endsWith(".parquet"));
  }

  /** Whether records are lines of text, which can be copied byte by byte. */
  static boolean isText(Path file) {
    return name(file).endsWith(".csv") || name(file).endsWith(".tsv");
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /** All rows of a folder. */
  static Dataset read(Path folder, ReadOptions options) throws IOException {
    Dataset all = null;
    for (Path file : files(folder)) {
      Dataset part = Dataset.read(file, options);
      all = all == null ? part : all.append(part);
    }
    if (all == null) {
      throw new IllegalStateException("files() gives at least one");
    }
    return all;
  }
}
