package dev.retrain.drift.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidatorResultsTest {
  private static final String TFDV =
      """
      {"baseline": {"feature": []},
       "anomalyInfo": {
         "payment_type": {
           "path": {"step": ["trip", "payment_type"]}, "severity": "ERROR",
           "description": "Examples contain values missing from the schema: Prcard (<1%).",
           "reason": [
             {"type": "ENUM_TYPE_UNEXPECTED_STRING_VALUES", "shortDescription": "Unexpected string values",
              "description": "Examples contain values missing from the schema: Prcard (<1%). "},
             {"type": "FEATURE_TYPE_LOW_FRACTION_PRESENT", "shortDescription": "Column dropped"}]},
         "company": {"severity": "WARNING", "description": "high Linfty distance",
           "reason": [{"type": "COMPARATOR_L_INFTY_HIGH", "description": "0.0106 > 0.01"}]},
         "odd": {"short_description": "?", "description": "something"}}}
      """;

  private static final String GREAT_EXPECTATIONS =
      """
      {"success": false, "statistics": {"evaluated_expectations": 4},
       "results": [
        {"success": true, "expectation_config":
           {"expectation_type": "expect_column_to_exist", "kwargs": {"column": "a"}}, "result": {}},
        {"success": false, "expectation_config": {"expectation_type": "expect_column_values_to_be_between",
            "kwargs": {"column": "fare", "min_value": 0, "max_value": null, "batch_id": "b"}},
         "result": {"element_count": 200, "unexpected_count": 4, "unexpected_percent": 2.0,
            "partial_unexpected_list": [-1, -2, -1, -3]},
         "exception_info": {"raised_exception": false}},
        {"success": false, "expectation_config": {"type": "expect_column_mean_to_be_between", "severity": "warning",
            "kwargs": {"column": "fare"}}, "result": {"observed_value": 12.5}},
        {"success": false, "expectation_config": {"type": "expect_column_values_to_be_in_set",
            "kwargs": {"column": "gone", "value_set": ["x", "y"]}}, "result": {},
         "exception_info": {"raised_exception": true, "exception_message": "no column gone"}},
        {"success": false, "expectation_config": {"type": "expect_table_row_count_to_be_between"}}]}
      """;

  @TempDir Path folder;

  @Test
  void everyReasonOfTfdvIsAnAnomaly() {
    List<Anomaly> found = ValidatorResults.parse(TFDV, "tfdv", Roles.NONE);

    assertThat(found)
        .extracting(Anomaly::column, Anomaly::rule, Anomaly::severity)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("trip.payment_type", Rule.DOMAIN, Severity.ERROR),
            org.assertj.core.groups.Tuple.tuple(
                "trip.payment_type", Rule.MISSING_RATE, Severity.ERROR),
            org.assertj.core.groups.Tuple.tuple("company", Rule.SKEW, Severity.WARNING),
            org.assertj.core.groups.Tuple.tuple("odd", Rule.OTHER, Severity.ERROR));
    assertThat(found.get(0).observed()).contains("Prcard");
    assertThat(found.get(1).observed()).isEqualTo("Column dropped");
  }

  @Test
  void dataThatAreMissingAltogetherAreNamed() {
    assertThat(
            ValidatorResults.parse("{\"baseline\": {}, \"data_missing\": true}", "t", Roles.NONE))
        .containsExactly(Anomaly.error("", Rule.PRESENCE, "no data", "data"));
  }

  @Test
  void everyFailedExpectationIsAnAnomaly() throws IOException {
    Path file = Files.writeString(folder.resolve("gx.json"), GREAT_EXPECTATIONS);
    List<Anomaly> found = ValidatorResults.read(file, Roles.NONE);

    assertThat(found).hasSize(4);
    assertThat(found.get(0))
        .isEqualTo(
            SchemaTest.anomaly(
                "fare",
                Rule.RANGE,
                "4 unexpected rows",
                "expect_column_values_to_be_between: min_value 0",
                0.02,
                "-1",
                "-2",
                "-3"));
    assertThat(found.get(1).severity()).isEqualTo(Severity.WARNING);
    assertThat(found.get(1).observed()).isEqualTo("observed 12.5");
    assertThat(found.get(2).observed()).isEqualTo("could not be evaluated: no column gone");
    assertThat(found.get(2).rule()).isEqualTo(Rule.DOMAIN);
    assertThat(found.get(3).observed()).isEqualTo("not met");
  }

  @Test
  void checkpointsOfBothGenerationsAreRead() {
    String old = "{\"run_results\": {\"k\": {\"validation_result\": " + GREAT_EXPECTATIONS + "}}}";
    String current = "{\"run_results\": {\"k\": " + GREAT_EXPECTATIONS + "}}";

    assertThat(ValidatorResults.parse(old, "old", Roles.NONE)).hasSize(4);
    assertThat(ValidatorResults.parse(current, "new", Roles.NONE)).hasSize(4);
  }

  @Test
  void nothingOfASensitiveColumnIsTakenOver() {
    Roles roles =
        Roles.of(Map.of("fare", ColumnRole.SENSITIVE, "trip.payment_type", ColumnRole.SENSITIVE));
    List<Anomaly> found = ValidatorResults.parse(GREAT_EXPECTATIONS, "gx", roles);

    assertThat(found.get(0).examples()).isEmpty();
    assertThat(found.get(0).share()).isEmpty();
    assertThat(found.subList(0, 2).toString()).doesNotContain("-1").doesNotContain("12.5");
    assertThat(ValidatorResults.parse(TFDV, "tfdv", roles).toString()).doesNotContain("Prcard");
  }

  @Test
  void namesAFileThatIsNeither() {
    assertThatThrownBy(() -> ValidatorResults.parse("{\"a\": 1}", "x.json", Roles.NONE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("x.json");
  }
}
