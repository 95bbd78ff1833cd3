package dev.retrain.drift.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.DataProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

  @Test
  void dataWithoutRowsIsAWarning() {
    Dataset none = Dataset.builder().numeric("x").build();
    Validation result =
        AcceptedViolations.NONE.sort(
            new Schema(List.of(ColumnSchema.of("x", ColumnKind.NUMERIC))).validate(none));
    assertThat(result.passed()).isTrue();
    assertThat(result.warnings()).hasSize(1);
    assertThat(result.warnings().get(0)).hasToString("the data, presence: no rows, expected rows");
  }

  @TempDir Path folder;

  private final Dataset january = flights(1000, 1);
  private final Schema schema = Schema.infer(Profile.of(january));

  @Test
  void proposesWhatTheDataShow() {
    assertThat(column("delay"))
        .isEqualTo(
            ColumnSchema.of("delay", ColumnKind.NUMERIC)
                .required(true)
                .finite(true)
                .maxMissingRate(0.003)
                .range(0, 148));
    assertThat(column("carrier").domain()).contains(List.of("AA", "DL", "UA"));
    assertThat(column("carrier").maxMissingRate()).isBetween(0.1, 0.2);
    assertThat(column("late").domain()).isEmpty();
    assertThat(column("date").kind()).isEqualTo(ColumnKind.TIMESTAMP);
    assertThat(column("id").range()).isEmpty();
    assertThat(column("text").domain()).isEmpty();
    assertThat(column("salary").range()).isEmpty();
    assertThat(schema.roles().isSensitive("salary")).isTrue();
  }

  @Test
  void theDataItCameFromAndAnotherSampleOfItPass() {
    assertThat(schema.validate(january)).isEmpty();
    assertThat(schema.validate(Profile.of(january))).isEmpty();
    assertThat(schema.validate(flights(1000, 2))).isEmpty();
  }

  @Test
  void negativeDataGetARangeThatStaysNegative() {
    Dataset debts = Dataset.builder().numeric("x", -10, -20, -30).numeric("y", -1, 1, 1).build();
    Schema proposed = Schema.infer(Profile.of(debts));

    assertThat(proposed.columns().get(0).range()).contains(new ValueRange(-40, 0));
    assertThat(proposed.columns().get(1).range()).contains(new ValueRange(-2, 2));
  }

  @Test
  void namesEveryAnomalyOfADataSet() {
    Dataset bad =
        Dataset.builder()
            .numeric("delay", 1, 1e6, -5, Double.NaN)
            .categorical("carrier", "AA", "XX", "YY", "XX")
            .categorical("late", "true", "false", "maybe", null)
            .numeric("id", 1, 2, 3, 4)
            .categorical("text", "a", "b", "c", "d")
            .numeric("salary", 1, 2, 3, 4)
            .numeric("extra", 1, 2, 3, 4)
            .build();

    assertThat(schema.validate(bad))
        .containsExactly(
            anomaly("delay", SchemaRule.FINITE, "1 row outside", "finite numbers", 0.25, "NaN"),
            anomaly(
                "delay", SchemaRule.RANGE, "2 rows outside", "0.0 to 148.0", 0.5, "1000000", "-5"),
            anomaly(
                "carrier",
                SchemaRule.DOMAIN,
                "3 rows outside",
                "one of AA, DL, UA",
                0.75,
                "XX",
                "YY"),
            anomaly(
                "late", SchemaRule.MISSING_RATE, "missing rate 0.2500", "at most 0.003000", 0.25),
            anomaly("late", SchemaRule.TYPE, "categorical", "boolean", 0.25, "maybe"),
            Anomaly.error("date", SchemaRule.PRESENCE, "no such column", "a required column"),
            Anomaly.error(
                "extra",
                SchemaRule.UNEXPECTED_COLUMN,
                "a numeric column",
                "no column of this name"));
  }

  @Test
  void namesTheSameAnomaliesOfAProfile() {
    Dataset bad =
        flights(1000, 3)
            .with("delay", NumericColumn.of(shifted(flights(1000, 3), 100)))
            .with("id", flights(1000, 3).column("carrier"));
    List<Anomaly> ofProfile = schema.validate(Profile.of(bad));
    List<Anomaly> ofData = schema.validate(bad);

    assertThat(ofProfile)
        .extracting(Anomaly::rule)
        .containsExactly(SchemaRule.RANGE, SchemaRule.MISSING_RATE, SchemaRule.TYPE);
    assertThat(ofData)
        .extracting(Anomaly::rule)
        .containsExactly(SchemaRule.RANGE, SchemaRule.MISSING_RATE, SchemaRule.TYPE);
    assertThat(ofProfile.get(0).share().orElseThrow())
        .isCloseTo(ofData.get(0).share().orElseThrow(), org.assertj.core.data.Offset.offset(0.01));
    assertThat(ofProfile.get(0).examples()).containsExactly("199.0");
    assertThat(ofProfile.get(2).examples()).contains("AA");
  }

  @Test
  void aProfileKnowsWhichValuesAreNotFinite() {
    Dataset bad =
        flights(4, 3)
            .with(
                "delay",
                NumericColumn.of(
                    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1));

    assertThat(schema.validate(Profile.of(bad)))
        .anySatisfy(
            each -> {
              assertThat(each.rule()).isEqualTo(SchemaRule.FINITE);
              assertThat(each.examples()).containsExactly("NaN", "Infinity", "-Infinity");
              assertThat(each.share()).contains(0.75);
            })
        .anySatisfy(
            each -> {
              assertThat(each.rule()).isEqualTo(SchemaRule.RANGE);
              assertThat(each.examples()).containsExactly("-1.0");
              assertThat(each.share()).contains(0.25);
            });
  }

  @Test
  void aFewRowsMayLieOutsideWhereTheSchemaSaysSo() {
    Dataset data = Dataset.builder().numeric("x", 1, 2, 3, 4, 5, 6, 7, 8, 9, 100).build();
    ColumnSchema x = ColumnSchema.of("x", ColumnKind.NUMERIC).range(0, 10);

    assertThat(new Schema(List.of(x.tolerance(0.1))).validate(data)).isEmpty();
    assertThat(new Schema(List.of(x.tolerance(0.05))).validate(data)).hasSize(1);
  }

  @Test
  void showsNothingOfASensitiveColumn() {
    double[] salaries = new double[40];
    Arrays.setAll(salaries, i -> i < 20 ? 4711 : 1);
    Schema strict =
        new Schema(
            List.of(
                ColumnSchema.of("salary", ColumnKind.NUMERIC).sensitive(true).range(0, 815),
                ColumnSchema.of("name", ColumnKind.CATEGORICAL)
                    .sensitive(true)
                    .domain(List.of("smith")),
                ColumnSchema.of("city", ColumnKind.CATEGORICAL).maxMissingRate(0).sensitive(true)));
    String[] names = new String[40];
    Arrays.setAll(names, i -> i < 3 ? "jones" : "smith");
    String[] cities = new String[40];
    Arrays.setAll(cities, i -> i < 3 ? null : "berlin");
    List<Anomaly> found =
        strict.validate(
            Dataset.builder()
                .numeric("salary", salaries)
                .categorical("name", names)
                .categorical("city", cities)
                .build());

    assertThat(found).hasSize(3);
    assertThat(found.toString())
        .doesNotContain("4711")
        .doesNotContain("815")
        .doesNotContain("jones")
        .doesNotContain("smith")
        .doesNotContain("berlin");
    assertThat(found.get(0).share()).contains(0.5);
    assertThat(found.get(1).share()).isEmpty();
    assertThat(found.get(2).share()).isEmpty();
    assertThat(found).allSatisfy(each -> assertThat(each.examples()).isEmpty());
  }

  @Test
  void jsonAndYamlAreReadBack() {
    for (String name : List.of("s.json", "s.yaml")) {
      Path file = folder.resolve(name);
      schema.write(file);
      assertThat(Schema.read(file)).isEqualTo(schema);
    }
    assertThat(folder.resolve("s.yaml")).content().contains("max_missing_rate: ");
  }

  @Test
  void handWrittenYamlNeedsLittle() {
    Schema written =
        Schema.parse(
            """
            version: 1
            columns:
              - {name: age, kind: numeric, role: sensitive, range: {min: 0}}
              - {name: id, kind: categorical, role: id, required: false}
            """,
            "text");

    assertThat(written.columns().get(0).sensitive()).isTrue();
    assertThat(written.columns().get(0).role()).isEqualTo(ColumnRole.FEATURE);
    assertThat(written.columns().get(0).range())
        .contains(new ValueRange(0, Double.POSITIVE_INFINITY));
    assertThat(Schema.parse(written.toYaml(), "again")).isEqualTo(written);
  }

  @Test
  void namesWhatIsWrongWithASchema() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.yaml"),
            """
            version: 1
            columns:
              - {name: a, kind: numeric, domain: [x]}
              - {name: b, kind: number, rangee: {}}
            """);
    assertThatThrownBy(() -> Schema.read(file))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("only a categorical column has a domain")
        .hasMessageContaining("one of numeric, categorical, boolean, timestamp")
        .hasMessageContaining("rangee");
    ColumnSchema a = ColumnSchema.of("a", ColumnKind.NUMERIC);
    assertThatThrownBy(() -> new Schema(List.of(a, a))).hasMessageContaining("two columns 'a'");
    assertThatThrownBy(() -> a.range(2, 1)).hasMessageContaining("holds nothing");
    assertThatThrownBy(() -> a.maxMissingRate(2)).hasMessageContaining("0 .. 1");
    assertThatThrownBy(() -> a.role(ColumnRole.SENSITIVE)).hasMessageContaining("beside the role");
    assertThatThrownBy(() -> ColumnSchema.of("t", ColumnKind.BOOLEAN).range(0, 1))
        .hasMessageContaining("only a numeric column");
  }

  @Test
  void readsDataAsTheSchemaExpectsThem() throws IOException {
    Path file = Files.writeString(folder.resolve("codes.csv"), "code,n\n1,1\n2,oops\n");
    Schema codes =
        new Schema(
            List.of(
                ColumnSchema.of("code", ColumnKind.CATEGORICAL).domain(List.of("1", "2")),
                ColumnSchema.of("n", ColumnKind.NUMERIC)));

    assertThat(codes.validate(file))
        .containsExactly(anomaly("n", SchemaRule.TYPE, "categorical", "numeric", 0.5, "oops"));
  }

  @Test
  void findsTheSameInBatchesOfAFileAsInTheWholeOfIt() throws IOException {
    StringBuilder rows = new StringBuilder("delay,carrier,late,date,id,text,salary,extra\n");
    for (int i = 0; i < 500; i++) {
      String late = i < 400 ? "true" : "perhaps" + i; // contradicts the kind in a late batch only
      rows.append("%d,X%d,%s,2001-01-01,%d,t%d,,e%d\n".formatted(i, i / 3, late, i, i, i));
    }
    Path file = Files.writeString(folder.resolve("rows.csv"), rows);
    ReadOptions small = schema.readOptions().blockBytes(64);

    List<Anomaly> streamed = schema.validate(List.of(file), small);

    assertThat(streamed).isEqualTo(schema.validate(Dataset.read(file, small)));
    assertThat(streamed)
        .contains(
            anomaly(
                "delay",
                SchemaRule.RANGE,
                "351 rows outside",
                "0.0 to 148.0",
                0.702,
                "149",
                "150",
                "151",
                "152",
                "153"),
            anomaly(
                "carrier",
                SchemaRule.DOMAIN,
                "500 rows outside",
                "one of AA, DL, UA",
                1,
                "X0",
                "X1",
                "X2",
                "X3",
                "X4"),
            anomaly(
                "late",
                SchemaRule.TYPE,
                "categorical",
                "boolean",
                0.2,
                "perhaps400",
                "perhaps401",
                "perhaps402",
                "perhaps403",
                "perhaps404"),
            Anomaly.error(
                "extra",
                SchemaRule.UNEXPECTED_COLUMN,
                "a categorical column",
                "no column of this name"));
  }

  @Test
  void filesOfOneDataSetAreValidatedAsOne() throws IOException {
    Path one = Files.writeString(folder.resolve("1.csv"), "x,y\n1,1\n11,1\n");
    Path two = Files.writeString(folder.resolve("2.csv"), "x,y\n12,1\n3,many\n");
    Path other = Files.writeString(folder.resolve("3.csv"), "x\n12\n");
    Schema both =
        new Schema(
            List.of(
                ColumnSchema.of("x", ColumnKind.NUMERIC).range(0, 10),
                ColumnSchema.of("y", ColumnKind.NUMERIC)));

    assertThat(both.validate(List.of(one, two), both.readOptions()))
        .containsExactly(
            anomaly("x", SchemaRule.RANGE, "2 rows outside", "0.0 to 10.0", 0.5, "11", "12"),
            anomaly("y", SchemaRule.TYPE, "categorical", "numeric", 0.25, "many"));
    assertThatThrownBy(() -> both.validate(List.of(one, other), both.readOptions()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("3.csv' has the columns [x]")
        .hasMessageContaining("1.csv' before it [x, y]");
  }

  @Test
  void aColumnMarkedWhereItIsReadShowsNothingEither() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "x\n" + "4711\n".repeat(20));
    Schema open = new Schema(List.of(ColumnSchema.of("x", ColumnKind.NUMERIC).range(0, 10)));
    Roles marked = Roles.of(Map.of("x", ColumnRole.SENSITIVE));

    assertThat(open.validate(List.of(file), open.readOptions().roles(marked)).toString())
        .contains("withheld")
        .doesNotContain("4711");
  }

  @Test
  void servingDataNeedNoLabels() {
    Schema labelled =
        new Schema(
            List.of(
                ColumnSchema.of("x", ColumnKind.NUMERIC).required(true),
                ColumnSchema.of("y", ColumnKind.NUMERIC).required(true).role(ColumnRole.TARGET)));
    Dataset unlabelled = Dataset.builder().numeric("x", 1).build();

    assertThat(labelled.validate(unlabelled)).hasSize(1);
    assertThat(labelled.forServing().validate(unlabelled)).isEmpty();
  }

  @Test
  void longDomainsAreCutInMessages() {
    List<String> many = java.util.stream.IntStream.range(0, 30).mapToObj(i -> "c" + i).toList();
    Schema wide = new Schema(List.of(ColumnSchema.of("c", ColumnKind.CATEGORICAL).domain(many)));

    assertThat(wide.validate(Dataset.builder().categorical("c", "z").build()).get(0).expected())
        .startsWith("one of 30 categories (c0, ")
        .endsWith(", ...)");
  }

  @Test
  void newViolationsStandApartFromAcceptedOnes() {
    List<Anomaly> anomalies =
        List.of(
            anomaly("a", SchemaRule.RANGE, "o", "e", 0.01, "9"),
            anomaly("b", SchemaRule.RANGE, "o", "e", 0.5),
            Anomaly.error("c", SchemaRule.PRESENCE, "o", "e"),
            new Anomaly(
                "d", SchemaRule.OTHER, Severity.WARNING, "o", "e", Optional.empty(), List.of()));
    AcceptedViolations accepted =
        new AcceptedViolations(
            List.of(
                new AcceptedViolation("a", SchemaRule.RANGE, Optional.of(0.02), "sensor"),
                new AcceptedViolation("b", SchemaRule.RANGE, Optional.of(0.02), "sensor"),
                new AcceptedViolation("c", SchemaRule.PRESENCE, Optional.empty(), "dropped")));
    for (String name : List.of("accepted.yaml", "accepted.json")) {
      accepted.write(folder.resolve(name));
      assertThat(AcceptedViolations.read(folder.resolve(name))).isEqualTo(accepted);
    }
    Validation sorted = accepted.sort(anomalies);

    assertThat(sorted.violations()).extracting(Anomaly::column).containsExactly("b");
    assertThat(sorted.accepted()).extracting(Anomaly::column).containsExactly("a", "c");
    assertThat(sorted.warnings()).extracting(Anomaly::column).containsExactly("d");
    assertThat(sorted.passed()).isFalse();
    assertThat(AcceptedViolations.of(anomalies, "all known").sort(anomalies).passed()).isTrue();
    assertThat(AcceptedViolations.NONE.sort(List.of()).passed()).isTrue();
    Path file = folder.resolve("validation.json");
    sorted.write(file);
    assertThat(Validation.read(file)).isEqualTo(sorted);
  }

  @Test
  void anAnomalyReadsAsOneLine() {
    assertThat(anomaly("a", SchemaRule.RANGE, "2 rows outside", "0 to 1", 0.25, "7", "8"))
        .hasToString(
            "column 'a', range: 2 rows outside, expected 0 to 1, 25.00 % of rows, such as 7, 8");
  }

  private ColumnSchema column(String name) {
    return schema.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  static Anomaly anomaly(
      String column,
      SchemaRule rule,
      String observed,
      String expected,
      double share,
      String... examples) {
    return new Anomaly(
        column, rule, Severity.ERROR, observed, expected, Optional.of(share), List.of(examples));
  }

  private static double[] shifted(Dataset data, double by) {
    return Arrays.stream(data.numeric("delay").array()).map(x -> x + by).toArray();
  }

  private static Dataset flights(int n, long seed) {
    Random random = new Random(seed);
    double[] delay = new double[n];
    double[] id = new double[n];
    double[] salary = new double[n];
    String[] carrier = new String[n];
    String[] text = new String[n];
    boolean[] late = new boolean[n];
    Instant[] date = new Instant[n];
    for (int row = 0; row < n; row++) {
      delay[row] = Math.max(1, row % 100);
      id[row] = row;
      salary[row] = random.nextInt(1000);
      carrier[row] = random.nextInt(10) == 0 ? null : List.of("AA", "DL", "UA").get(row % 3);
      text[row] = "text" + row;
      late[row] = row % 2 == 0;
      date[row] = Instant.EPOCH.plusSeconds(row);
    }
    return Dataset.builder()
        .numeric("delay", delay)
        .categorical("carrier", carrier)
        .bool("late", late)
        .timestamp("date", date)
        .numeric("id", id)
        .categorical("text", text)
        .numeric("salary", salary)
        .role("id", ColumnRole.ID)
        .role("salary", ColumnRole.SENSITIVE)
        .build();
  }
}
