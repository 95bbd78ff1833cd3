package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.TimestampColumn;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.ProfileOptions;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.Statistic.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftDetectorTest {

  private static final DriftPolicy STANDARD = DriftPolicy.standard();

  private final Dataset reference = Samples.dataset(1, 5000, 0);

  @Test
  void findsAShiftAndNamesTheFeature() {
    DriftReport report =
        DriftDetector.against(reference, STANDARD).check(Samples.dataset(2, 2000, 0.4));
    assertThat(report.verdict()).isEqualTo(DriftVerdict.DRIFT);
    assertThat(report.retrain()).isTrue();
    assertThat(report.drifted()).containsExactly("x");
    assertThat(report.feature("c").verdict()).isEqualTo(DriftVerdict.NO_DRIFT);
    assertThat(report.referenceRows()).isEqualTo(5000);
    assertThat(report.currentRows()).isEqualTo(2000);
  }

  @Test
  void isQuietOnTheSameDistribution() {
    DriftReport report =
        DriftDetector.against(reference, STANDARD).check(Samples.dataset(3, 2000, 0));
    assertThat(report.verdict()).isEqualTo(DriftVerdict.NO_DRIFT);
    assertThat(report.retrain()).isFalse();
  }

  @Test
  void findsTwoSigmasBehindOneOutlier() {
    double[] hidden = Samples.normal(5, 1000, 2);
    hidden[3] = 1e6;
    DriftReport report =
        DriftDetector.against(numeric(Samples.normal(4, 10_000, 0)), STANDARD)
            .check(numeric(hidden));
    assertThat(report.drifted()).containsExactly("x");
  }

  @Test
  void findsCategoriesThatChangedAndNamesUnseenOnes() {
    Dataset current =
        Dataset.of(
            Map.of(
                "x",
                NumericColumn.of(Samples.normal(6, 3000, 0)),
                "c",
                Samples.letters(6, 3000, "abbbbz")));
    DriftReport report = DriftDetector.against(reference, STANDARD).check(current);
    assertThat(report.drifted()).containsExactly("c");
    Distribution.Categorical found =
        (Distribution.Categorical) report.feature("c").measures().distribution();
    assertThat(found.unseen()).containsExactly("z");
  }

  @Test
  void isolatesValuesThatWentMissing() {
    double[] holes = Samples.normal(7, 3000, 0);
    Arrays.fill(holes, 0, 300, Double.NaN);
    DriftReport report =
        DriftDetector.against(numeric(Samples.normal(8, 3000, 0)), STANDARD).check(numeric(holes));
    assertThat(report.verdict()).isEqualTo(DriftVerdict.DRIFT);
    FeatureMeasures measures = report.feature("x").measures();
    assertThat(measures.missing().orElseThrow().current()).isEqualTo(0.1);
    assertThat(measures.significance().values().orElseThrow()).isGreaterThan(0.01);
  }

  @Test
  void saysInsufficientDataForSixRows() {
    DriftReport report = DriftDetector.against(reference, STANDARD).check(Samples.dataset(9, 6, 3));
    assertThat(report.verdict()).isEqualTo(DriftVerdict.INSUFFICIENT_DATA);
    assertThat(report.retrain()).isFalse();
    assertThat(report.feature("x").verdict()).isEqualTo(DriftVerdict.INSUFFICIENT_DATA);
  }

  @Test
  void callsOneAndTheSameConstantNoDriftAndAnotherOneDrift() {
    Dataset threes = numeric(filled(3));
    DriftReport same = DriftDetector.against(threes, STANDARD).check(threes);
    assertThat(same.verdict()).isEqualTo(DriftVerdict.NO_DRIFT);
    assertThat(same.feature("x").why()).contains(Reason.CONSTANT);
    assertThat(DriftDetector.against(threes, STANDARD).check(numeric(filled(4))).verdict())
        .isEqualTo(DriftVerdict.DRIFT);
  }

  @Test
  void callsAColumnThatWentMissingAltogetherDrift() {
    Dataset none = numeric(filled(Double.NaN));
    DriftReport report = DriftDetector.against(numeric(filled(3)), STANDARD).check(none);
    assertThat(report.verdict()).isEqualTo(DriftVerdict.DRIFT);
    assertThat(report.feature("x").why()).contains(Reason.ALL_MISSING);
    DriftReport both = DriftDetector.against(none, STANDARD).check(none);
    assertThat(both.feature("x").why()).contains(Reason.ALL_MISSING);
    assertThat(both.retrain()).isFalse();
  }

  @Test
  void comparesAColumnWithoutValuesWhateverItsKind() {
    String[] nothing = new String[1000];
    Dataset current = Dataset.of(Map.of("x", CategoricalColumn.of(nothing)));
    DriftReport report =
        DriftDetector.against(numeric(Samples.normal(1, 1000, 0)), STANDARD).check(current);
    assertThat(report.feature("x").why()).contains(Reason.ALL_MISSING);
    Dataset letters = Dataset.of(Map.of("x", Samples.letters(1, 1000, "ab")));
    DriftReport other = DriftDetector.against(letters, STANDARD).check(numeric(new double[0]));
    assertThat(other.verdict()).isEqualTo(DriftVerdict.INSUFFICIENT_DATA);
  }

  @Test
  void namesEveryColumnThatCannotBeCompared() {
    Dataset current = Dataset.of(Map.of("x", CategoricalColumn.of("a", "b")));
    assertThatThrownBy(() -> DriftDetector.against(reference, STANDARD).check(current))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("'x' is numeric in the reference and categorical")
        .hasMessageContaining("row 1 holds 'a'")
        .hasMessageContaining("'c' is in the reference, not in the current data");
  }

  @Test
  void testsPredictionAndTargetByRoleAndLeavesIdsAndTimesAlone() {
    Instant[] times = new Instant[1000];
    Arrays.setAll(times, i -> Instant.ofEpochSecond(i));
    Dataset whole =
        Dataset.of(
                Map.of(
                    "id", NumericColumn.of(Samples.normal(1, 1000, 0)),
                    "at", TimestampColumn.of(times),
                    "label", BooleanColumn.of(new boolean[1000]),
                    "score", NumericColumn.of(Samples.normal(2, 1000, 0)),
                    "x", NumericColumn.of(Samples.normal(3, 1000, 0))))
            .withRole("id", ColumnRole.ID)
            .withRole("label", ColumnRole.TARGET)
            .withRole("score", ColumnRole.PREDICTION);
    DriftDetector detector = DriftDetector.against(whole, STANDARD);
    assertThat(detector.columns()).containsExactlyInAnyOrder("at", "label", "score", "x");
    assertThat(detector.policy()).isEqualTo(STANDARD);
    Dataset unlabelled =
        Dataset.of(
            Map.of(
                "extra", NumericColumn.of(Samples.normal(4, 1000, 0)),
                "score", NumericColumn.of(Samples.normal(5, 1000, 1)),
                "x", NumericColumn.of(Samples.normal(6, 1000, 0))));
    DriftReport report = detector.check(unlabelled);
    assertThat(report.drifted()).containsExactly("score");
    assertThat(report.feature("score").measures().role()).isEqualTo(ColumnRole.PREDICTION);
    assertThat(report.notes())
        .hasSize(3)
        .anyMatch(note -> note.contains("target 'label'"))
        .anyMatch(note -> note.contains("time column 'at'"));
    assertThatThrownBy(() -> report.feature("id")).hasMessageContaining("'id'");
  }

  @Test
  void writesTheJsonOfTheCommandLine() throws Exception {
    DriftReport report =
        DriftDetector.against(reference, STANDARD).check(Samples.dataset(2, 2000, 0.4));
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.path("verdict").asText()).isEqualTo("DRIFT");
    assertThat(json.path("retrain").asBoolean()).isTrue();
    assertThat(json.path("rows").path("reference").asInt()).isEqualTo(5000);
    assertThat(json.path("rows").path("current").asInt()).isEqualTo(2000);
    JsonNode numeric = json.path("features").get(0);
    assertThat(numeric.path("name").asText()).isEqualTo("x");
    assertThat(numeric.path("kind").asText()).isEqualTo("numeric");
    assertThat(numeric.fieldNames())
        .toIterable()
        .contains(
            "psi",
            "psi_corrected",
            "psi_p_value",
            "ks_statistic",
            "ks_p_value",
            "wasserstein",
            "wasserstein_scaled",
            "js_distance",
            "p_adjusted",
            "missing_rate",
            "verdict")
        .doesNotContain("tvd", "chi2_p_value");
    JsonNode categorical = json.path("features").get(1);
    assertThat(categorical.path("kind").asText()).isEqualTo("categorical");
    assertThat(categorical.fieldNames())
        .toIterable()
        .contains("psi", "js_distance", "tvd", "chi2_p_value", "p_adjusted", "verdict")
        .doesNotContain("ks_statistic", "wasserstein");
    assertThat(report.toJson()).doesNotContain("NaN");
  }

  @Test
  void leavesOutOfTheJsonWhatHasNoValue() throws Exception {
    Dataset threes = numeric(filled(3));
    JsonNode feature =
        new ObjectMapper()
            .readTree(DriftDetector.against(threes, STANDARD).check(threes).toJson())
            .path("features")
            .get(0);
    assertThat(feature.path("status").asText()).isEqualTo("CONSTANT");
    assertThat(feature.has("ks_statistic")).isFalse();
    assertThat(feature.has("psi")).isFalse();
    assertThat(feature.path("verdict").asText()).isEqualTo("NO_DRIFT");
  }

  @Test
  void comparesWithAProfileAsWithTheDataUpToTheSketch() {
    Dataset large = Samples.dataset(10, 50_000, 0);
    Dataset current = Samples.dataset(11, 2000, 0.1);
    DriftReport exact = DriftDetector.against(large, STANDARD).check(current);
    DriftReport sketched = DriftDetector.against(Profile.of(large), STANDARD).check(current);
    Distribution.Numeric left = (Distribution.Numeric) exact.feature("x").measures().distribution();
    Distribution.Numeric right =
        (Distribution.Numeric) sketched.feature("x").measures().distribution();
    assertThat(right.psi().orElseThrow().value())
        .isCloseTo(left.psi().orElseThrow().value(), within(1e-12));
    KsTest ks = right.ks().orElseThrow();
    assertThat(ks.statisticError()).isPositive();
    assertThat(ks.statistic())
        .isCloseTo(left.ks().orElseThrow().statistic(), within(ks.statisticError()));
    assertThat(ks.pValue()).isGreaterThanOrEqualTo(left.ks().orElseThrow().pValue());
    assertThat(right.wasserstein().orElseThrow())
        .isCloseTo(left.wasserstein().orElseThrow(), within(0.02));
    assertThat(right.wassersteinScaled().orElseThrow())
        .isCloseTo(left.wassersteinScaled().orElseThrow(), within(0.02));
    assertThat(sketched.feature("c").measures().distribution())
        .isEqualTo(exact.feature("c").measures().distribution());
    assertThat(sketched.toJson()).contains("ks_statistic_error");
  }

  @Test
  void countsCategoriesAProfileDroppedAsOneCell() {
    Dataset current = Dataset.of(Map.of("c", Samples.letters(3, 2000, "aaabbcdz")));
    Dataset data = Dataset.of(Map.of("c", Samples.letters(2, 5000, "aaabbcd")));
    Profile two = Profile.of(data, ProfileOptions.standard().maxCategories(2));
    FeatureReport report = DriftDetector.against(two, STANDARD).check(current).feature("c");
    assertThat(report.verdict()).isEqualTo(DriftVerdict.DRIFT);
    Distribution.Categorical found = (Distribution.Categorical) report.measures().distribution();
    assertThat(found.chiSquare().orElseThrow().degreesOfFreedom()).isEqualTo(2);
  }

  @Test
  void knowsOnlyTheMissingRateOfASensitiveProfile() {
    double[] holes = Samples.normal(7, 3000, 0);
    Arrays.fill(holes, 0, 300, Double.NaN);
    Dataset secret = numeric(Samples.normal(1, 3000, 0)).withRole("x", ColumnRole.SENSITIVE);
    DriftDetector detector = DriftDetector.against(Profile.of(secret), STANDARD);
    FeatureReport shifted = detector.check(numeric(Samples.normal(2, 3000, 1))).feature("x");
    assertThat(shifted.verdict()).isEqualTo(DriftVerdict.INSUFFICIENT_DATA);
    assertThat(shifted.measures().distribution()).isInstanceOf(Distribution.Withheld.class);
  }

  @Test
  void showsNoCategoryOfASensitiveColumn() {
    Dataset secret = reference.withRole("c", ColumnRole.SENSITIVE);
    Dataset current =
        Dataset.of(
            Map.of(
                "x", NumericColumn.of(Samples.normal(6, 3000, 0)),
                "c", Samples.letters(6, 3000, "abz")));
    assertThat(DriftDetector.against(secret, STANDARD).check(current).toJson())
        .doesNotContain("unseen");
    Dataset hidden = current.withRole("c", ColumnRole.SENSITIVE);
    assertThat(DriftDetector.against(reference, STANDARD).check(hidden).toJson())
        .doesNotContain("unseen");
  }

  @Test
  void showsNoUnitAndNoCellOfASensitiveColumn() {
    Dataset secret = reference.withRole("x", ColumnRole.SENSITIVE);
    DriftDetector detector = DriftDetector.against(secret, STANDARD);
    FeatureReport x = detector.check(Samples.dataset(2, 2000, 0.4)).feature("x");

    assertThat(x.verdict()).isEqualTo(DriftVerdict.DRIFT);
    Distribution.Numeric numeric = (Distribution.Numeric) x.measures().distribution();
    assertThat(numeric.wasserstein().reason()).contains(Reason.NOT_MEASURED);
    assertThat(numeric.wassersteinScaled().asOptional()).isPresent();
    Dataset words = Samples.dataset(2, 2, 0).with("x", CategoricalColumn.of("1", "Smith"));
    assertThatThrownBy(() -> detector.check(words))
        .hasMessageContaining("row 2 holds a value (withheld")
        .hasMessageNotContaining("Smith");
  }

  @Test
  void treatsBooleansAsCategoriesOnEitherSide() {
    boolean[] flags = new boolean[1000];
    Arrays.fill(flags, 0, 500, true);
    Dataset bools = Dataset.of(Map.of("f", BooleanColumn.of(flags)));
    String[] texts = new String[1000];
    Arrays.fill(texts, 0, 500, "true");
    Arrays.fill(texts, 500, 1000, "false");
    Dataset strings = Dataset.of(Map.of("f", CategoricalColumn.of(texts)));
    assertThat(DriftDetector.against(bools, STANDARD).check(strings).verdict())
        .isEqualTo(DriftVerdict.NO_DRIFT);
    assertThat(DriftDetector.against(strings, STANDARD).check(bools).verdict())
        .isEqualTo(DriftVerdict.NO_DRIFT);
  }

  private static double[] filled(double value) {
    double[] values = new double[1000];
    Arrays.fill(values, value);
    return values;
  }

  private static Dataset numeric(double[] values) {
    return Dataset.of(Map.of("x", NumericColumn.of(values)));
  }

  @Test
  void tellsHowFarTheFeaturesMovedAsOneNumber() {
    Dataset reference =
        Samples.dataset(1, 5000, 0).with("y", Samples.dataset(3, 5000, 0).column("x"));
    Dataset current =
        Samples.dataset(2, 5000, 1).with("y", Samples.dataset(4, 5000, 0).column("x"));
    DriftReport report = DriftDetector.against(reference, DriftPolicy.standard()).check(current);
    double largest = report.feature("x").score().orElseThrow();

    assertThat(largest).isBetween(0.3, 0.5);
    assertThat(report.scoreQuantile(0.9)).hasValue(largest);
    assertThat(report.scoreQuantile(0.3).orElseThrow()).isLessThan(0.05);
    assertThat(report.toJson()).contains("\"score_p90\"", "\"score\"");
    assertThatThrownBy(() -> report.scoreQuantile(0)).isInstanceOf(IllegalArgumentException.class);
    DriftReport nothing =
        DriftDetector.against(Dataset.of(Map.of()), DriftPolicy.standard())
            .check(Dataset.of(Map.of()));
    assertThat(nothing.scoreQuantile(0.9)).isEmpty();
  }

  @Test
  void tellsNothingOfFewerThanTenRowsOfASensitiveColumn() {
    double[] before = Samples.normal(1, 2000, 0);
    double[] after = Samples.normal(2, 2000, 0);
    before[3] = Double.NaN;
    Arrays.fill(after, 0, 9, Double.NaN);
    Dataset reference =
        Dataset.builder().numeric("x", before).role("x", ColumnRole.SENSITIVE).build();
    DriftDetector detector = DriftDetector.against(reference, DriftPolicy.standard());

    String few = detector.check(Dataset.builder().numeric("x", after).build()).toJson();
    assertThat(few).containsSubsequence("missing_rate", "reference\" : 0.0", "current\" : 0.0");

    Arrays.fill(after, 0, 1995, Double.NaN);
    DriftReport most = detector.check(Dataset.builder().numeric("x", after).build());
    assertThat(most.feature("x").measures().missing().orElseThrow().current()).isEqualTo(1);
    assertThat(most.drifted()).containsExactly("x");
    assertThat(FrozenReference.of(reference).numericFeatures()).isEmpty();
  }

  @Test
  void namesFeaturesThatLookLikeKeys() {
    double[] rising = IntStream.range(0, 300).asDoubleStream().toArray();
    String[] texts = IntStream.range(0, 300).mapToObj(i -> "k" + i).toArray(String[]::new);
    String[] repeated = IntStream.range(0, 300).mapToObj(i -> "k" + i / 2).toArray(String[]::new);
    Dataset data =
        Dataset.of(
            Map.of(
                "number", NumericColumn.of(rising),
                "fraction", NumericColumn.of(Arrays.stream(rising).map(x -> x / 2).toArray()),
                "tied", NumericColumn.of(Arrays.stream(rising).map(x -> x - x % 2).toArray()),
                "text", CategoricalColumn.of(texts),
                "repeated", CategoricalColumn.of(repeated)));

    List<String> notes = DriftDetector.against(data, STANDARD).check(data).notes();

    assertThat(notes).hasSize(2).allSatisfy(note -> assertThat(note).contains("role id or time"));
    assertThat(notes.toString()).contains("'number'", "'text'");
  }
}
