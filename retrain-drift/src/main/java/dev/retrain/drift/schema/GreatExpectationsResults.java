package dev.retrain.drift.schema;

import dev.retrain.api.document.Node;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.SensitiveProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Validation results of Great Expectations, from 0.x ({@code expectation_type}) and 1.x ({@code
 * type}). Each expectation that failed, or could not be evaluated, becomes an anomaly.
 */
final class GreatExpectationsResults {
  private static final String WITHHELD = "withheld, the column is sensitive";

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          Map.entry("expect_column_to_exist", Rule.PRESENCE),
          Map.entry("expect_column_values_to_not_be_null", Rule.MISSING_RATE),
          Map.entry("expect_column_values_to_be_of_type", Rule.TYPE),
          Map.entry("expect_column_values_to_be_in_type_list", Rule.TYPE),
          Map.entry("expect_column_values_to_be_in_set", Rule.DOMAIN),
          Map.entry("expect_column_distinct_values_to_be_in_set", Rule.DOMAIN),
          Map.entry("expect_column_values_to_be_between", Rule.RANGE),
          Map.entry("expect_column_min_to_be_between", Rule.RANGE),
          Map.entry("expect_column_max_to_be_between", Rule.RANGE),
          Map.entry("expect_table_columns_to_match_set", Rule.PRESENCE),
          Map.entry("expect_table_columns_to_match_ordered_list", Rule.PRESENCE));

  private final Roles roles;

  GreatExpectationsResults(Roles roles) {
    this.roles = roles;
  }

  List<Anomaly> read(Node root) {
    List<Anomaly> anomalies = new ArrayList<>();
    collect(root, anomalies);
    return List.copyOf(anomalies);
  }

  /** A checkpoint holds validation results, each under a key of its own. */
  private void collect(Node node, List<Anomaly> anomalies) {
    if (!(node instanceof Node.Mapping mapping)) {
      return;
    }
    if (mapping.get("results").isPresent()) {
      for (Node result : Json.items(node, "results")) {
        if (!Json.isTrue(result, "success")) {
          anomalies.add(anomaly(result));
        }
      }
      return;
    }
    Node inner = Json.any(node, "run_results").orElse(node);
    ((Node.Mapping) inner).entries().values().forEach(each -> collect(each, anomalies));
  }

  private Anomaly anomaly(Node result) {
    Node expectation =
        Json.any(result, "expectation_config").orElse(Node.of(Map.<String, Node>of()));
    Node arguments = Json.any(expectation, "kwargs").orElse(Node.of(Map.<String, Node>of()));
    String type = Json.text(expectation, "expectation_type", "type").orElse("unknown expectation");
    String column = Json.text(arguments, "column").orElse("");
    Node found = Json.any(result, "result").orElse(Node.of(Map.<String, Node>of()));
    boolean hidden = roles.isSensitive(column);
    return new Anomaly(
        column,
        RULES.getOrDefault(type, Rule.OTHER),
        severity(expectation),
        hidden ? WITHHELD : observed(result, found),
        hidden ? WITHHELD : expected(type, arguments),
        share(found, hidden),
        hidden ? List.of() : examples(found));
  }

  private static Severity severity(Node expectation) {
    String severity = Json.text(expectation, "severity").orElse("critical");
    return severity.equals("critical") ? Severity.ERROR : Severity.WARNING;
  }

  private static String observed(Node result, Node found) {
    Optional<Node> exception = Json.any(result, "exception_info");
    if (exception.isPresent() && Json.isTrue(exception.get(), "raised_exception")) {
      String message = Json.text(exception.get(), "exception_message").orElse("no message");
      return "could not be evaluated: " + message;
    }
    return Json.text(found, "observed_value")
        .map(value -> "observed " + value)
        .or(() -> Json.text(found, "unexpected_count").map(count -> count + " unexpected rows"))
        .orElse("not met");
  }

  private static String expected(String type, Node arguments) {
    String rest =
        ((Node.Mapping) arguments)
            .entries().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("column"))
                .filter(entry -> !entry.getKey().equals("batch_id"))
                .filter(entry -> !(entry.getValue() instanceof Node.Null))
                .map(entry -> entry.getKey() + " " + Json.text(entry.getValue()))
                .collect(Collectors.joining(", "));
    return rest.isEmpty() ? type : type + ": " + rest;
  }

  private static Optional<Double> share(Node found, boolean hidden) {
    Optional<Double> share = Json.number(found, "unexpected_percent").map(percent -> percent / 100);
    Optional<Double> count = Json.number(found, "unexpected_count");
    boolean small = count.map(rows -> SensitiveProfile.isTooSmall(rows.longValue())).orElse(true);
    return hidden && small ? Optional.empty() : share;
  }

  private static List<String> examples(Node found) {
    return Json.items(found, "partial_unexpected_list").stream()
        .map(Json::text)
        .distinct()
        .limit(ObservedColumn.EXAMPLES)
        .toList();
  }
}
