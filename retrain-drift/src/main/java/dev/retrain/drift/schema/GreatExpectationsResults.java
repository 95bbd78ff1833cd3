package dev.retrain.drift.schema;

import dev.retrain.api.document.Node;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.SensitiveProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Validation results of Great Expectations, from 0.x ({@code expectation_type}) and 1.x ({@code
 * type}). Each expectation that failed, or could not be evaluated, becomes an anomaly.
 */
final class GreatExpectationsResults {
  private static final String WITHHELD = "withheld, the column is sensitive";

  private static final Map<String, SchemaRule> RULES =
      Map.ofEntries(
          Map.entry("expect_column_to_exist", SchemaRule.PRESENCE),
          Map.entry("expect_column_values_to_not_be_null", SchemaRule.MISSING_RATE),
          Map.entry("expect_column_values_to_be_of_type", SchemaRule.TYPE),
          Map.entry("expect_column_values_to_be_in_type_list", SchemaRule.TYPE),
          Map.entry("expect_column_values_to_be_in_set", SchemaRule.DOMAIN),
          Map.entry("expect_column_distinct_values_to_be_in_set", SchemaRule.DOMAIN),
          Map.entry("expect_column_values_to_be_between", SchemaRule.RANGE),
          Map.entry("expect_column_distinct_values_to_equal_set", SchemaRule.DOMAIN),
          Map.entry("expect_column_values_to_not_be_in_set", SchemaRule.DOMAIN),
          Map.entry("expect_column_values_to_match_regex", SchemaRule.DOMAIN),
          Map.entry("expect_column_value_lengths_to_be_between", SchemaRule.DOMAIN),
          Map.entry(
              "expect_column_proportion_of_non_null_values_to_be_between", SchemaRule.MISSING_RATE),
          Map.entry("expect_column_min_to_be_between", SchemaRule.RANGE),
          Map.entry("expect_column_max_to_be_between", SchemaRule.RANGE),
          Map.entry("expect_table_columns_to_match_set", SchemaRule.PRESENCE),
          Map.entry("expect_table_columns_to_match_ordered_list", SchemaRule.PRESENCE));

  /** Arguments that say where to look and not what is expected. */
  private static final Set<String> NO_CONDITION =
      Set.of("column", "column_A", "column_B", "column_list", "batch_id");

  private static final Node NOTHING = Node.of(Map.<String, Node>of());

  private final Roles roles;

  GreatExpectationsResults(Roles roles) {
    this.roles = roles;
  }

  List<Anomaly> read(Node root) {
    List<Anomaly> anomalies = new ArrayList<>();
    collect(root, anomalies);
    return List.copyOf(anomalies);
  }

  /** A checkpoint holds validation results, each under a key of its own or in a list. */
  private void collect(Node node, List<Anomaly> anomalies) {
    if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(each -> collect(each, anomalies));
    } else if (node instanceof Node.Mapping mapping) {
      List<Node> results = Json.items(node, "results", "expectations");
      results.stream()
          .filter(result -> !Json.isTrue(result, "success"))
          .forEach(result -> anomalies.add(anomaly(result)));
      if (mapping.get("results").isEmpty() && mapping.get("expectations").isEmpty()) {
        Node inner = Json.any(node, "run_results", "validation_results").orElse(node);
        inside(inner).forEach(each -> collect(each, anomalies));
      }
    }
  }

  private static Collection<Node> inside(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().values();
    }
    return node instanceof Node.Sequence sequence ? sequence.items() : List.of();
  }

  /** A result has its configuration apart; where it was described for people, within. */
  private Anomaly anomaly(Node result) {
    Node expectation = Json.any(result, "expectation_config").orElse(result);
    Node arguments = Json.any(expectation, "kwargs").orElse(NOTHING);
    String type = Json.text(expectation, "expectation_type", "type").orElse("unknown expectation");
    List<String> columns = columns(arguments);
    Node found = Json.any(result, "result").orElse(NOTHING);
    boolean hidden = columns.stream().anyMatch(roles::isSensitive);
    return new Anomaly(
        String.join(", ", columns),
        RULES.getOrDefault(type, SchemaRule.OTHER),
        severity(expectation),
        hidden ? WITHHELD : observed(result, found),
        hidden ? WITHHELD : expected(type, arguments),
        share(found, hidden),
        hidden ? List.of() : examples(found));
  }

  /** Returns one column, a pair, or a list of them; none for expectations of whole tables. */
  private static List<String> columns(Node arguments) {
    List<String> columns = new ArrayList<>();
    for (String key : List.of("column", "column_A", "column_B")) {
      Json.text(arguments, key).ifPresent(columns::add);
    }
    Json.items(arguments, "column_list").forEach(each -> columns.add(Json.text(each)));
    return columns;
  }

  private static Severity severity(Node expectation) {
    String severity = Json.text(expectation, "severity").orElse("critical");
    return severity.equals("critical") ? Severity.ERROR : Severity.WARNING;
  }

  private static String observed(Node result, Node found) {
    return Json.any(result, "exception_info")
        .flatMap(GreatExpectationsResults::raised)
        .map(message -> "could not be evaluated: " + message)
        .or(() -> Json.text(found, "observed_value").map(value -> "observed " + value))
        .or(() -> Json.text(found, "unexpected_count").map(count -> count + " unexpected rows"))
        .orElse("not met");
  }

  /** Returns the exception itself, or, since 1.x, one per metric under the metric's name. */
  private static Optional<String> raised(Node info) {
    if (Json.isTrue(info, "raised_exception")) {
      return Optional.of(Json.text(info, "exception_message").orElse("no message"));
    }
    return inside(info).stream()
        .filter(Node.Mapping.class::isInstance)
        .flatMap(each -> raised(each).stream())
        .findFirst();
  }

  private static String expected(String type, Node arguments) {
    String rest =
        ((Node.Mapping) arguments)
            .entries().entrySet().stream()
                .filter(entry -> !NO_CONDITION.contains(entry.getKey()))
                .filter(entry -> !(entry.getValue() instanceof Node.Null))
                .map(entry -> entry.getKey() + " " + Json.text(entry.getValue()))
                .collect(Collectors.joining(", "));
    return rest.isEmpty() ? type : type + ": " + rest;
  }

  private static Optional<Double> share(Node found, boolean hidden) {
    Optional<Double> share =
        Json.number(found, "unexpected_percent_total", "unexpected_percent")
            .map(percent -> percent / 100);
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
