package dev.retrain.drift.schema;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.profile.Profile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a schema's rules find in data, column by column; holds counts and examples, no rows. */
final class Observation {
  private final Map<String, ColumnSchema> expected = new LinkedHashMap<>();
  private final Map<String, Findings> columns = new LinkedHashMap<>();

  private Observation(Schema schema) {
    schema.columns().forEach(column -> expected.put(column.name(), column));
  }

  static Observation of(Schema schema, Dataset dataset) {
    Observation seen = new Observation(schema);
    seen.add(dataset);
    return seen;
  }

  static Observation of(Schema schema, Profile profile) {
    Observation seen = new Observation(schema);
    profile.columns().forEach((name, column) -> seen.add(name, new ProfiledColumn(column)));
    return seen;
  }

  /** Looks at files of the same columns, batch by batch, one after the other. */
  static Observation of(Schema schema, List<Path> files, ReadOptions options) {
    Observation all = of(schema, files.get(0), options);
    for (Path file : files.subList(1, files.size())) {
      Observation next = of(schema, file, options);
      if (!next.columns.keySet().equals(all.columns.keySet())) {
        throw new DataProblem(
            "file '%s' has the columns %s, '%s' before it %s"
                .formatted(file, next.columns.keySet(), files.get(0), all.columns.keySet()));
      }
      next.columns.forEach(all::add);
    }
    return all;
  }

  private static Observation of(Schema schema, Path file, ReadOptions options) {
    return options.widening(
        widened -> {
          Observation seen = new Observation(schema);
          Dataset.stream(file, widened, seen::add);
          return seen;
        });
  }

  private void add(Dataset batch) {
    batch.columns().forEach((name, column) -> add(name, new DataColumn(column)));
  }

  private void add(String name, ObservedColumn column) {
    ColumnSchema rules = expected.get(name);
    add(name, rules == null ? Findings.of(column) : Findings.of(rules, column));
  }

  private void add(String name, Findings later) {
    columns.merge(name, later, Findings::plus);
  }

  Map<String, Findings> columns() {
    return columns;
  }
}
