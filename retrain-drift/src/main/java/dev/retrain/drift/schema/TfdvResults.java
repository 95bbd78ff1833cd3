package dev.retrain.drift.schema;

import dev.retrain.api.document.Node;
import dev.retrain.drift.data.Roles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code Anomalies} message of tensorflow_metadata ({@code proto/v0/anomalies.proto}, read in
 * November 2026) as protobuf's JSON form. Each reason becomes an anomaly; those of the whole data
 * set have no column.
 */
final class TfdvResults {
  private static final String WITHHELD = "withheld, the column is sensitive";

  /** By the beginning of the reason's type; the first that fits counts. */
  private static final Map<String, SchemaRule> RULES = new LinkedHashMap<>();

  static {
    RULES.put("SCHEMA_MISSING_COLUMN", SchemaRule.PRESENCE);
    RULES.put("SCHEMA_NEW_COLUMN", SchemaRule.UNEXPECTED_COLUMN);
    RULES.put("SCHEMA_TRAINING_SERVING_SKEW", SchemaRule.SKEW);
    RULES.put("COMPARATOR_CONTROL_DATA_MISSING", SchemaRule.PRESENCE);
    RULES.put("COMPARATOR_TREATMENT_DATA_MISSING", SchemaRule.PRESENCE);
    RULES.put("COMPARATOR", SchemaRule.SKEW);
    RULES.put("NO_DATA_IN_SPAN", SchemaRule.PRESENCE);
    RULES.put("FEATURE_TYPE_LOW_FRACTION_PRESENT", SchemaRule.MISSING_RATE);
    RULES.put("FEATURE_TYPE_LOW_NUMBER_PRESENT", SchemaRule.MISSING_RATE);
    RULES.put("FEATURE_TYPE_NOT_PRESENT", SchemaRule.PRESENCE);
    RULES.put("FEATURE_TYPE_HIGH_UNIQUE", SchemaRule.DOMAIN);
    RULES.put("FEATURE_TYPE_LOW_UNIQUE", SchemaRule.DOMAIN);
    RULES.put("FEATURE_TYPE", SchemaRule.TYPE);
    RULES.put("ENUM_TYPE_UNEXPECTED_STRING_VALUES", SchemaRule.DOMAIN);
    RULES.put("ENUM_TYPE", SchemaRule.TYPE);
    RULES.put("UNEXPECTED_DATA_TYPE", SchemaRule.TYPE);
    RULES.put("VALUE_NESTEDNESS_MISMATCH", SchemaRule.TYPE);
    RULES.put("FLOAT_TYPE_HAS_NAN", SchemaRule.FINITE);
    RULES.put("FLOAT_TYPE_HAS_INF", SchemaRule.FINITE);
    RULES.put("FLOAT_TYPE_BIG", SchemaRule.RANGE);
    RULES.put("FLOAT_TYPE_SMALL", SchemaRule.RANGE);
    RULES.put("FLOAT_TYPE", SchemaRule.TYPE);
    RULES.put("INT_TYPE_BIG", SchemaRule.RANGE);
    RULES.put("INT_TYPE_SMALL", SchemaRule.RANGE);
    RULES.put("INT_TYPE", SchemaRule.TYPE);
    RULES.put("BOOL_TYPE_BIG", SchemaRule.RANGE);
    RULES.put("BOOL_TYPE_SMALL", SchemaRule.RANGE);
    RULES.put("BOOL_TYPE_UNEXPECTED", SchemaRule.DOMAIN);
    RULES.put("BOOL_TYPE", SchemaRule.TYPE);
    RULES.put("STRING_TYPE", SchemaRule.TYPE);
  }

  private final Roles roles;

  TfdvResults(Roles roles) {
    this.roles = roles;
  }

  List<Anomaly> read(Node root) {
    List<Anomaly> anomalies = new ArrayList<>();
    if (Json.isTrue(root, "dataMissing", "data_missing")) {
      anomalies.add(Anomaly.error("", SchemaRule.PRESENCE, "no data", "data"));
    }
    Json.any(root, "anomalyInfo", "anomaly_info")
        .filter(Node.Mapping.class::isInstance)
        .ifPresent(
            info ->
                ((Node.Mapping) info)
                    .entries()
                    .forEach((name, each) -> anomalies.addAll(feature(name, each))));
    Json.any(root, "datasetAnomalyInfo", "dataset_anomaly_info")
        .ifPresent(info -> anomalies.addAll(feature("", info)));
    return List.copyOf(anomalies);
  }

  private List<Anomaly> feature(String name, Node info) {
    String column = column(name, info);
    List<Node> reasons = Json.items(info, "reason");
    if (reasons.isEmpty()) {
      return List.of(anomaly(column, info, info));
    }
    return reasons.stream().map(reason -> anomaly(column, info, reason)).toList();
  }

  private static String column(String name, Node info) {
    List<String> steps =
        Json.any(info, "path").map(path -> Json.items(path, "step")).orElse(List.of()).stream()
            .map(Json::text)
            .toList();
    return steps.isEmpty() ? name : String.join(".", steps);
  }

  private Anomaly anomaly(String column, Node info, Node reason) {
    String type = Json.text(reason, "type").orElse("UNKNOWN_TYPE");
    String said =
        Json.text(reason, "description")
            .or(() -> Json.text(reason, "shortDescription", "short_description"))
            .or(() -> Json.text(info, "description"))
            .or(() -> Json.text(info, "shortDescription", "short_description"))
            .orElse(type);
    boolean warning = Json.text(info, "severity").orElse("ERROR").equals("WARNING");
    return new Anomaly(
        column,
        rule(type),
        warning ? Severity.WARNING : Severity.ERROR,
        roles.isSensitive(column) ? WITHHELD : said,
        "no " + type + " (TFDV)",
        Optional.empty(),
        List.of());
  }

  private static SchemaRule rule(String type) {
    return RULES.entrySet().stream()
        .filter(entry -> type.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(SchemaRule.OTHER);
  }
}
