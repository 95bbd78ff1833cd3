package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads files that are parts of one data set: all have the columns and kinds of the first. */
final class PartFiles {
  private final List<Path> files;
  private final ReadOptions options;
  private final Consumer<Dataset> batches;
  private final Map<String, ColumnKind> first = new LinkedHashMap<>();

  PartFiles(List<Path> files, ReadOptions options, Consumer<Dataset> batches) {
    this.files = files;
    this.options = options;
    this.batches = batches;
  }

  long stream() {
    long rows = 0;
    for (Path file : files) {
      rows += stream(file);
    }
    return rows;
  }

  /** The kinds of the first file hold for later ones as far as they hold for itself. */
  private long stream(Path file) {
    try {
      return Dataset.stream(file, alike(), batch -> take(file, batch));
    } catch (KindMismatch mismatch) {
      throw new KindMismatch(
          mismatch.getMessage(), mismatch.column(), options.mayWiden(mismatch.column()));
    }
  }

  private ReadOptions alike() {
    Map<String, ColumnKind> kinds = new HashMap<>(options.kinds());
    kinds.putAll(first);
    return options.strict() ? options.kinds(kinds) : options.preferredKinds(kinds);
  }

  private void take(Path file, Dataset batch) {
    if (first.isEmpty()) {
      batch.columns().forEach((name, column) -> first.put(name, column.kind()));
    }
    if (!batch.columns().keySet().equals(first.keySet())) {
      throw new DataProblem(
          "file '%s' has the columns %s, '%s' before it %s"
              .formatted(file, batch.names(), files.get(0), first.keySet()));
    }
    first.forEach((name, kind) -> requireKind(file, name, batch.column(name).kind(), kind));
    batches.accept(batch);
  }

  private void requireKind(Path file, String name, ColumnKind kind, ColumnKind before) {
    if (kind != before) {
      throw new KindMismatch(
          "file '%s', column '%s' is %s, in '%s' before it %s"
              .formatted(file, name, kind.label(), files.get(0), before.label()),
          name,
          options.mayWiden(name));
    }
  }
}
