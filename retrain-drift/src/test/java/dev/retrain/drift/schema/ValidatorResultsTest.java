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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            org.assertj.core.groups.Tuple.tuple(
                "trip.payment_type", SchemaRule.DOMAIN, Severity.ERROR),
            org.assertj.core.groups.Tuple.tuple(
                "trip.payment_type", SchemaRule.MISSING_RATE, Severity.ERROR),
            org.assertj.core.groups.Tuple.tuple("company", SchemaRule.SKEW, Severity.WARNING),
            org.assertj.core.groups.Tuple.tuple("odd", SchemaRule.OTHER, Severity.ERROR));
    assertThat(found.get(0).observed()).contains("Prcard");
    assertThat(found.get(1).observed()).isEqualTo("Column dropped");
  }

  @Test
  void anomaliesOfTheWholeDataSetAreTakenOver() {
    String json =
        """
        {"anomalyNameFormat": "SERIALIZED_PATH",
         "datasetAnomalyInfo": {"severity": "ERROR", "shortDescription": "Low num examples in dataset.",
           "reason": [{"type": "DATASET_LOW_NUM_EXAMPLES", "shortDescription": "Low num examples in dataset.",
             "description": "The dataset has 3 examples, fewer than expected."}]}}
        """;
    List<Anomaly> found = ValidatorResults.parse(json, "tfdv", Roles.NONE);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).column()).isEmpty();
    assertThat(found.get(0).rule()).isEqualTo(SchemaRule.OTHER);
    assertThat(found.get(0).observed()).contains("3 examples");
  }

  @ParameterizedTest
  @CsvSource({
    "ENUM_TYPE_INVALID_UTF8, TYPE",
    "BOOL_TYPE_SMALL_INT, RANGE",
    "BOOL_TYPE_UNEXPECTED_STRING, DOMAIN",
    "FLOAT_TYPE_HAS_INF, FINITE",
    "FLOAT_TYPE_STRING_NOT_FLOAT, TYPE",
    "FEATURE_TYPE_HIGH_UNIQUE, DOMAIN",
    "FEATURE_TYPE_LOW_NUMBER_VALUES, TYPE",
    "COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH, SKEW",
    "COMPARATOR_TREATMENT_DATA_MISSING, PRESENCE",
    "NO_DATA_IN_SPAN, PRESENCE",
    "SCHEMA_TRAINING_SERVING_SKEW, SKEW",
    "SEMANTIC_DOMAIN_UPDATE, OTHER"
  })
  void typesOfTfdvFallUnderOurRules(String type, SchemaRule rule) {
    String json =
        "{\"anomaly_info\": {\"x\": {\"severity\": \"ERROR\", \"reason\": [{\"type\": \"%s\"}]}}}"
            .formatted(type);
    assertThat(ValidatorResults.parse(json, "tfdv", Roles.NONE))
        .extracting(Anomaly::rule)
        .containsExactly(rule);
  }

  @Test
  void dataThatAreMissingAltogetherAreNamed() {
    assertThat(
            ValidatorResults.parse("{\"baseline\": {}, \"data_missing\": true}", "t", Roles.NONE))
        .containsExactly(Anomaly.error("", SchemaRule.PRESENCE, "no data", "data"));
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
                SchemaRule.RANGE,
                "4 unexpected rows",
                "expect_column_values_to_be_between: min_value 0",
                0.02,
                "-1",
                "-2",
                "-3"));
    assertThat(found.get(1).severity()).isEqualTo(Severity.WARNING);
    assertThat(found.get(1).observed()).isEqualTo("observed 12.5");
    assertThat(found.get(2).observed()).isEqualTo("could not be evaluated: no column gone");
    assertThat(found.get(2).rule()).isEqualTo(SchemaRule.DOMAIN);
    assertThat(found.get(3).observed()).isEqualTo("not met");
  }

  /** In 1.x an exception stands under the name of the metric that raised it. */
  private static final String OF_1_X =
      """
      {"success": false, "suite_name": "taxi", "suite_parameters": {}, "meta": {"great_expectations_version": "1.9.0"},
       "id": null,
       "statistics": {"evaluated_expectations": 3, "success_percent": 0.0, "successful_expectations": 0,
         "unsuccessful_expectations": 3},
       "results": [
        {"success": false, "meta": {}, "result": {},
         "expectation_config": {"type": "expect_column_values_to_not_be_null", "id": "e1", "meta": {},
           "kwargs": {"batch_id": "pandas-taxi", "column": "tip"}, "severity": "critical"},
         "exception_info": {"('column_values.nonnull.condition', 'abc', ())": {
           "exception_traceback": "Traceback", "exception_message": "no column tip", "raised_exception": true}}},
        {"success": false, "meta": {},
         "expectation_config": {"type": "expect_column_values_to_be_between", "severity": "warning",
           "kwargs": {"column": "fare", "min_value": 0.0, "max_value": 100.0}},
         "result": {"element_count": 1000, "missing_count": 500, "missing_percent": 50.0,
           "unexpected_count": 50, "unexpected_percent": 10.0, "unexpected_percent_nonmissing": 10.0,
           "unexpected_percent_total": 5.0, "partial_unexpected_list": [-5.0, 400.0]},
         "exception_info": {"raised_exception": false, "exception_traceback": null, "exception_message": null}},
        {"success": false, "meta": {}, "result": {"unexpected_count": 12, "unexpected_percent_total": 1.2},
         "expectation_config": {"type": "expect_column_pair_values_a_to_be_greater_than_b",
           "kwargs": {"column_A": "dropoff", "column_B": "pickup"}},
         "exception_info": {"raised_exception": false}}]}
      """;

  @Test
  void resultsOfGreatExpectations1AreRead() {
    List<Anomaly> found = ValidatorResults.parse(OF_1_X, "gx", Roles.NONE);

    assertThat(found)
        .extracting(Anomaly::column, Anomaly::rule, Anomaly::severity)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("tip", SchemaRule.MISSING_RATE, Severity.ERROR),
            org.assertj.core.groups.Tuple.tuple("fare", SchemaRule.RANGE, Severity.WARNING),
            org.assertj.core.groups.Tuple.tuple(
                "dropoff, pickup", SchemaRule.OTHER, Severity.ERROR));
    assertThat(found.get(0).observed()).isEqualTo("could not be evaluated: no column tip");
    assertThat(found.get(1).share()).contains(0.05);
    assertThat(found.get(2).expected())
        .isEqualTo("expect_column_pair_values_a_to_be_greater_than_b");
  }

  @Test
  void whatIsDescribedForPeopleIsReadToo() {
    String described =
        """
        {"success": false, "statistics": {"evaluated_expectations": 2}, "result_url": null,
         "expectations": [
          {"expectation_type": "expect_column_to_exist", "success": true, "kwargs": {"column": "a"}, "result": {}},
          {"expectation_type": "expect_column_max_to_be_between", "success": false,
           "kwargs": {"column": "fare", "max_value": 5}, "result": {"observed_value": 7}}]}
        """;
    String checkpoint = "{\"success\": false, \"validation_results\": [" + described + "]}";

    for (String each : List.of(described, checkpoint)) {
      List<Anomaly> found = ValidatorResults.parse(each, "described", Roles.NONE);
      assertThat(found).hasSize(1);
      assertThat(found.get(0).rule()).isEqualTo(SchemaRule.RANGE);
      assertThat(found.get(0).expected()).endsWith("max_value 5");
      assertThat(found.get(0).observed()).isEqualTo("observed 7");
    }
  }

  @Test
  void aPairWithOneSensitiveColumnShowsNothing() {
    Roles roles = Roles.of(Map.of("pickup", ColumnRole.SENSITIVE, "tip", ColumnRole.SENSITIVE));
    List<Anomaly> found = ValidatorResults.parse(OF_1_X, "gx", roles);

    assertThat(found.get(0).observed()).doesNotContain("no column tip");
    assertThat(found.get(2).observed()).contains("withheld");
    assertThat(found.get(2).share()).contains(0.012);
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
