package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.ProfileOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of many categories, few rows each. */
class ManyCategoriesTest {

  private static CategoricalColumn draw(long seed, int rows, int categories, String prefix) {
    Random random = new Random(seed * 7919);
    return CategoricalColumn.of(
        IntStream.range(0, rows)
            .mapToObj(i -> prefix + random.nextInt(categories))
            .toArray(String[]::new));
  }

  private static Dataset with(CategoricalColumn column, long seed) {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("x", NumericColumn.of(Samples.normal(7919 * seed, column.rows(), 0)));
    columns.put("c", column);
    return Dataset.of(columns);
  }

  private static DriftReport check(CategoricalColumn reference, CategoricalColumn current) {
    return DriftDetector.against(with(reference, 1), DriftPolicy.standard())
        .check(with(current, 2));
  }

  @ParameterizedTest
  @CsvSource({"400, 400", "600, 400", "1000, 400", "2000, 400", "5000, 5000", "3000, 300"})
  void rareCategoriesAllReplacedAreDrift(int rows, int categories) {
    DriftReport report = check(draw(1, rows, categories, "a"), draw(2, rows, categories, "b"));
    assertThat(report.drifted()).containsExactly("c");
    assertThat(report.verdict()).isEqualTo(DriftVerdict.DRIFT);
  }

  @ParameterizedTest
  @CsvSource({"1000, 400", "2000, 400", "5000, 3000"})
  void rareCategoriesHalfReplacedAreDrift(int rows, int categories) {
    CategoricalColumn half =
        draw(2, rows / 2, categories, "a").append(draw(3, rows / 2, categories, "b"));
    assertThat(check(draw(1, rows, categories, "a"), half).drifted()).containsExactly("c");
  }

  @ParameterizedTest
  @CsvSource({"400, 400", "1000, 400", "1000, 50", "2000, 1500", "1000, 3000"})
  void rareCategoriesCauseNoFalseAlarms(int rows, int categories) {
    int alarms = 0;
    for (int run = 0; run < 200; run++) {
      Dataset reference = Dataset.of(Map.of("c", draw(2 * run, 4 * rows, categories, "a")));
      Dataset current = Dataset.of(Map.of("c", draw(2 * run + 1, rows, categories, "a")));
      alarms +=
          DriftDetector.against(reference, DriftPolicy.standard()).check(current).drifted().size();
    }
    assertThat(alarms).isLessThanOrEqualTo(6);
  }

  @Test
  void anUntestedColumnMakesNoVerdictOfNoDrift() {
    String[] three = new String[300];
    three[5] = "a";
    three[9] = "b";
    three[100] = "c";
    CategoricalColumn few = CategoricalColumn.of(three);
    Dataset reference = with(few, 1).withRole("c", ColumnRole.FEATURE).with("n", few);
    WindowMeasures measured =
        DriftDetector.against(reference, DriftPolicy.standard()).measure(reference);
    FeatureMeasures c = measured.features().get(1);
    WindowMeasures untested =
        new WindowMeasures(
            300,
            300,
            java.util.List.of(
                measured.features().get(0),
                new FeatureMeasures(
                    c.name(),
                    c.kind(),
                    c.role(),
                    c.distribution(),
                    c.missing(),
                    new Significance(1, java.util.Optional.empty(), java.util.Optional.empty()))),
            java.util.List.of());
    assertThat(DriftPolicy.standard().judge(untested).verdict())
        .isEqualTo(DriftVerdict.INSUFFICIENT_DATA);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 2000, 20_000})
  void nearlyUniqueColumnsAreExcludedFromRowsAndFromAProfileAlike(int rows) {
    Dataset reference = with(draw(1, rows, rows * 10, "a"), 1);
    Dataset current = with(draw(2, rows, rows * 10, "a"), 2);
    Profile profile = Profile.of(reference);
    for (DriftDetector detector :
        new DriftDetector[] {
          DriftDetector.against(reference, DriftPolicy.standard()),
          DriftDetector.against(profile, DriftPolicy.standard())
        }) {
      DriftReport report = detector.check(current);
      assertThat(report.features()).extracting(FeatureReport::name).containsExactly("x");
      assertThat(report.verdict()).isEqualTo(DriftVerdict.NO_DRIFT);
      assertThat(report.notes()).anyMatch(note -> note.contains("'c' has too many distinct"));
    }
    assertThat(FrozenReference.of(profile).categoricalFeatures()).isEmpty();
    assertThat(FrozenReference.of(reference).categoricalFeatures()).isEmpty();
  }

  @Test
  void countedKeysAreExcludedFromRowsAndFromAProfileAlike() {
    double[] keys = IntStream.range(0, 3000).mapToDouble(i -> (i * 7L) % 3000).toArray();
    Dataset reference = with(draw(1, 3000, 3, "a"), 1).with("key", NumericColumn.of(keys));
    assertThat(DriftDetector.against(reference, DriftPolicy.standard()).columns())
        .containsExactly("x", "c");
    assertThat(DriftDetector.against(Profile.of(reference), DriftPolicy.standard()).columns())
        .containsExactly("x", "c");
  }

  @Test
  void aColumnThatWasGivenItsRoleIsTestedThoughNearlyUnique() {
    Dataset unique = with(draw(1, 300, 3000, "a"), 1).withRole("c", ColumnRole.FEATURE);
    assertThat(DriftDetector.against(unique, DriftPolicy.standard()).columns())
        .containsExactly("x", "c");
  }

  @Test
  void theCategoriesAProfileKeptByChanceAreNoDrift() {
    int alarms = 0;
    for (int run = 0; run < 20; run++) {
      Dataset reference = Dataset.of(Map.of("c", draw(run, 8000, 2000, "a")));
      Profile profile = Profile.of(reference, ProfileOptions.standard().maxCategories(500));
      Dataset current = Dataset.of(Map.of("c", draw(run + 100, 4000, 2000, "a")));
      DriftDetector detector = DriftDetector.against(profile, DriftPolicy.standard());
      alarms += detector.check(current).drifted().size();
    }
    assertThat(alarms).isZero();
  }

  @Test
  void aColumnWithoutValuesInTheReferenceIsComparedByWhatIsMissing() {
    Dataset nothing =
        with(draw(1, 300, 3, "a"), 1)
            .with("n", NumericColumn.ofNullable(Collections.nCopies(300, null)));
    Dataset words = with(draw(2, 300, 3, "a"), 2).with("n", draw(3, 300, 4, "w"));
    for (DriftDetector detector :
        new DriftDetector[] {
          DriftDetector.against(nothing, DriftPolicy.standard()),
          DriftDetector.against(Profile.of(nothing), DriftPolicy.standard())
        }) {
      DriftReport report = detector.check(words);
      assertThat(report.drifted()).containsExactly("n");
      assertThat(report.feature("x").verdict()).isEqualTo(DriftVerdict.NO_DRIFT);
      assertThat(detector.check(nothing).feature("n").verdict()).isEqualTo(DriftVerdict.NO_DRIFT);
    }
  }

  @Test
  void trueAndFalseAreTheSameWhereSomethingElseStandsAmongThem() {
    boolean[] flags = new boolean[400];
    String[] words = new String[400];
    for (int i = 0; i < 400; i++) {
      flags[i] = i % 2 == 0;
      words[i] = i == 7 ? "maybe" : i % 2 == 0 ? "True" : "False";
    }
    Dataset reference = Dataset.builder().bool("b", flags).build();
    Dataset current = Dataset.builder().categorical("b", words).build();
    Distribution.Categorical found =
        (Distribution.Categorical)
            DriftDetector.against(reference, DriftPolicy.standard())
                .check(current)
                .feature("b")
                .measures()
                .distribution();
    assertThat(found.totalVariation().orElseThrow()).isLessThan(0.01);
    assertThat(found.unseen()).containsExactly("maybe");
  }
}
