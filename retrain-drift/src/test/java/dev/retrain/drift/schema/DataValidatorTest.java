package dev.retrain.drift.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataValidatorTest {

  @TempDir Path folder;

  @Test
  void aSchemaAndTheResultsOfOthersStandBehindOneInterface() throws IOException {
    Path data = Files.writeString(folder.resolve("d.csv"), "x\n1\n500\n");
    Schema schema = new Schema(List.of(ColumnSchema.of("x", ColumnKind.NUMERIC).range(0, 100)));
    Path tfdv =
        Files.writeString(
            folder.resolve("tfdv.json"),
            "{\"anomalyInfo\": {\"x\": {\"severity\": \"ERROR\","
                + " \"reason\": [{\"type\": \"FLOAT_TYPE_BIG_FLOAT\"}]}}}");
    Path expectations =
        Files.writeString(
            folder.resolve("ge.json"),
            "{\"results\": [{\"success\": false, \"expectation_config\": {\"expectation_type\":"
                + " \"expect_column_values_to_be_between\", \"kwargs\": {\"column\": \"x\"}}}]}");
    for (DataValidator validator :
        List.of(
            DataValidator.of(schema),
            DataValidator.ofResults(tfdv),
            DataValidator.ofResults(expectations))) {
      assertThat(validator.validate(List.of(data), ReadOptions.standard()))
          .singleElement()
          .matches(anomaly -> anomaly.column().equals("x") && anomaly.rule() == SchemaRule.RANGE);
    }
  }
}
