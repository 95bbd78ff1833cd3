package dev.retrain.drift.schema;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.profile.Profile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a schema's rules find in data, column by column; holds counts and examples, no rows. */
final class SchemaObservation {
  private final Map<String, ColumnSchema> expected = new LinkedHashMap<>();
  private final Map<String, ColumnFindings> columns = new LinkedHashMap<>();

  private SchemaObservation(Schema schema) {
    schema.columns().forEach(column -> expected.put(column.name(), column));
  }

  static SchemaObservation of(Schema schema, Dataset dataset) {
    SchemaObservation seen = new SchemaObservation(schema);
    seen.add(dataset);
    return seen;
  }

  static SchemaObservation of(Schema schema, Profile profile) {
    SchemaObservation seen = new SchemaObservation(schema);
    profile.columns().forEach((name, column) -> seen.add(name, new ProfiledColumn(column)));
    return seen;
  }

  /** Looks at files that are parts of one data set, batch by batch. */
  static SchemaObservation of(Schema schema, List<Path> files, ReadOptions options) {
    return options.widening(
        widened -> {
          SchemaObservation seen = new SchemaObservation(schema);
          Dataset.stream(files, widened, seen::add);
          return seen;
        });
  }

  private void add(Dataset batch) {
    batch.columns().forEach((name, column) -> add(name, new DataColumn(column)));
  }

  private void add(String name, ObservedColumn column) {
    ColumnSchema rules = expected.get(name);
    ColumnFindings found =
        rules == null ? ColumnFindings.of(column) : ColumnFindings.of(rules, column);
    columns.merge(name, found, ColumnFindings::plus);
  }

  Map<String, ColumnFindings> columns() {
    return columns;
  }
}
