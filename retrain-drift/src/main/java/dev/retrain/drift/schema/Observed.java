package dev.retrain.drift.schema;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.profile.Profile;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a validation sees of each column. */
final class Observed {
  private Observed() {}

  static Map<String, ObservedColumn> of(Dataset dataset) {
    Map<String, ObservedColumn> columns = new LinkedHashMap<>();
    dataset.columns().forEach((name, column) -> columns.put(name, new DataColumn(column)));
    return columns;
  }

  static Map<String, ObservedColumn> of(Profile profile) {
    Map<String, ObservedColumn> columns = new LinkedHashMap<>();
    profile.columns().forEach((name, column) -> columns.put(name, new ProfiledColumn(column)));
    return columns;
  }
}
