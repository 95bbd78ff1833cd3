package dev.retrain.cli;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;

/** The kinds of a dataset's columns, so that a second file is read alike. */
final class Columns {

  private Columns() {}

  static Map<String, ColumnKind> kinds(Dataset dataset) {
    Map<String, ColumnKind> kinds = new LinkedHashMap<>();
    dataset.columns().forEach((name, column) -> kinds.put(name, column.kind()));
    return kinds;
  }
}
