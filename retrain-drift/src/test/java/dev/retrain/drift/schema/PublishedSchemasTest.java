package dev.retrain.drift.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON Schemas under docs, and real files against them. */
class PublishedSchemasTest {
  private static final Path DOCS = Path.of("..", "docs");

  /** What databases write for never. */
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

  @TempDir Path folder;

  private final Dataset rows =
      Dataset.builder()
          .numeric("x", 1, 2, 2.5, Double.NaN, Double.POSITIVE_INFINITY, -0.0)
          .numeric("empty", nan(6))
          .numeric("code", 1, 2, 3, 4, 5, 6)
          .categorical("carrier", "AA", "UA", null, "", "AA", "NA")
          .bool("late", true, false, true, true, false, false)
          .timestamp("at", Instant.EPOCH, null, END_OF_TIME, null, null, null)
          .column("name", CategoricalColumn.of("a", "b", "c", "d", "e", "f"))
          .role("late", ColumnRole.TARGET)
          .role("code", ColumnRole.SENSITIVE)
          .role("name", ColumnRole.SENSITIVE)
          .build();

  private static double[] nan(int size) {
    double[] values = new double[size];
    java.util.Arrays.fill(values, Double.NaN);
    return values;
  }

  @Test
  void publishedSchemasAreTheGeneratedOnes() throws IOException {
    isPublished("profile.schema.json", Profile.jsonSchema());
    isPublished("data-schema.schema.json", Schema.jsonSchema());
    isPublished("drift-policy.schema.json", DriftPolicy.jsonSchema());
  }

  private static void isPublished(String name, String generated) throws IOException {
    Path published = DOCS.resolve(name);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(published, generated);
    }
    assertThat(Files.readString(published))
        .as("run with -Ddocs.update=true after a change")
        .isEqualTo(generated);
  }

  @Test
  void acceptProfilesAsTheyAreWritten() throws IOException {
    Path file = folder.resolve("profile.json");
    for (Dataset each : List.of(rows, rows.slice(0, 0), rows.keep(List.of("x", "carrier")))) {
      Profile.of(each).write(file);
      assertThat(findings("profile.schema.json", Files.readString(file), InputFormat.JSON))
          .isEmpty();
    }
    NumericColumn wide = NumericColumn.of(-1.7e308, 1.7e308, Double.MIN_VALUE, Math.nextUp(1.0));
    Profile.of(Dataset.builder().column("wide", wide).build()).write(file);
    assertThat(findings("profile.schema.json", Files.readString(file), InputFormat.JSON)).isEmpty();
  }

  @Test
  void acceptSchemasAsTheyAreWritten() throws IOException {
    Schema schema = Schema.infer(Profile.of(rows));
    for (String name : List.of("schema.json", "schema.yaml")) {
      Path file = folder.resolve(name);
      schema.write(file);
      InputFormat format = name.endsWith("json") ? InputFormat.JSON : InputFormat.YAML;
      assertThat(findings("data-schema.schema.json", Files.readString(file), format)).isEmpty();
      assertThat(Schema.read(file)).isEqualTo(schema);
    }
  }

  @Test
  void acceptAPolicyFile() throws IOException {
    String policy = "base: guide\neffects: {psi: 0.3}\nsmoothing: 0.5\n";
    assertThat(findings("drift-policy.schema.json", policy, InputFormat.YAML)).isEmpty();
    assertThat(findings("drift-policy.schema.json", "smooth: 0.5", InputFormat.YAML)).isNotEmpty();
  }

  @Test
  void refuseWhatTheReadersRefuse() throws IOException {
    String profile = Profile.of(rows).toJson();
    assertThat(profileFindings(profile.replace("\"version\" : 1", "\"version\" : 2"))).isNotEmpty();
    assertThat(profileFindings(profile.replace("\"Infinity\"", "\"infinite\""))).isNotEmpty();
    assertThat(profileFindings(profile.replaceFirst("\"rows\" : \\d+", "\"rows\" : -1")))
        .isNotEmpty();
    assertThat(findings("data-schema.schema.json", "{\"version\": 1}", InputFormat.JSON))
        .isNotEmpty();
  }

  private static List<String> profileFindings(String json) throws IOException {
    return findings("profile.schema.json", json, InputFormat.JSON);
  }

  private static List<String> findings(String schema, String document, InputFormat format)
      throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(DOCS.resolve(schema)), InputFormat.JSON)
        .validate(document, format)
        .stream()
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }
}
