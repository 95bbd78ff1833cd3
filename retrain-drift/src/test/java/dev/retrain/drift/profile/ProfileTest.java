package dev.retrain.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.Missing;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.Roles;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProfileTest {

  @org.junit.jupiter.params.ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(doubles = {7e17, 1.7e15, -7e17, 1e9, 0})
  void theSpreadOfNumbersFarFromZeroIsKept(double far) {
    double[] values = new double[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = far + (i % 2) * 1024;
    }
    NumericProfile whole =
        (NumericProfile)
            Profile.of(Dataset.of(java.util.Map.of("x", NumericColumn.of(values)))).column("x");
    assertThat(whole.sd().getAsDouble())
        .isCloseTo(512, org.assertj.core.api.Assertions.within(0.01));
    ProfileBuilder parts = Profile.builder();
    for (int from = 0; from < values.length; from += 10_000) {
      parts.add(
          Dataset.of(
              java.util.Map.of(
                  "x",
                  NumericColumn.of(java.util.Arrays.copyOfRange(values, from, from + 10_000)))));
    }
    assertThat(((NumericProfile) parts.build().column("x")).sd().getAsDouble())
        .isCloseTo(512, org.assertj.core.api.Assertions.within(0.01));
  }

  @Test
  void tellsMissingNanAndInfinityApart() {
    BitSet absent = new BitSet();
    absent.set(1);
    double[] values = {
      1, 99, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 3
    };
    NumericProfile x =
        numeric(
            Profile.of(Dataset.of(Map.of("x", NumericColumn.of(values, Missing.of(absent))))), "x");

    assertThat(x.counts()).isEqualTo(new NumericCounts(7, 1, 1, 1, 1, 1));
    assertThat(x.present()).isEqualTo(6);
    assertThat(x.finite()).isEqualTo(3);
    assertThat(x.min()).hasValue(-0.0);
    assertThat(x.max()).hasValue(3);
    assertThat(x.mean().getAsDouble()).isEqualTo(4.0 / 3, within(1e-15));
    assertThat(x.sd().getAsDouble()).isEqualTo(1.5275252316519468, within(1e-15));
    assertThat(x.zeroShare()).isEqualTo(1.0 / 6);
    assertThat(x.quantiles().count()).isEqualTo(5);
    assertThat(x.distinct()).isEqualTo(5);
    assertThat(x.nan()).isEqualTo(1);
    assertThat(x.missingRate()).isEqualTo(1.0 / 7);
  }

  @Test
  void hasNoExtremesOfNoValues() {
    NumericProfile x = numeric(Profile.of(dataset(Double.NaN, Double.NaN)), "x");

    assertThat(x.min()).isEmpty();
    assertThat(x.mean()).isEmpty();
    assertThat(x.histogram().counts()).containsExactly(0);
    assertThat(numeric(Profile.of(dataset()), "x").missingRate()).isZero();
  }

  @Test
  void cutsTenEqualBinsOutOfDistinctValues() {
    double[] values = new double[1000];
    Arrays.setAll(values, i -> i);
    Histogram histogram = numeric(Profile.of(dataset(values)), "x").histogram();

    assertThat(histogram.edges()).containsExactly(99, 199, 299, 399, 499, 599, 699, 799, 899);
    assertThat(histogram.counts()).containsOnly(100);
    assertThat(histogram.isExact()).isTrue();
  }

  @Test
  void mergesEdgesOfTiesAndDropsTheLargestValue() {
    Histogram histogram =
        numeric(Profile.of(dataset(0, 0, 0, 0, 0, 0, 0, 1, 2, 2)), "x").histogram();

    assertThat(histogram.edges()).containsExactly(0, 1);
    assertThat(histogram.counts()).containsExactly(7, 1, 2);
    assertThat(numeric(Profile.of(dataset(5, 5, 5)), "x").histogram().bins()).isEqualTo(1);
  }

  @Test
  void meanSurvivesValuesNearTheLargestDouble() {
    NumericProfile x = numeric(Profile.of(dataset(1e308, 1e308, 1e308)), "x");

    assertThat(x.mean().getAsDouble()).isEqualTo(1e308, within(1e294));
  }

  @Test
  void countsCurrentDataOnTheEdgesOfTheReference() {
    Profile reference = Profile.of(dataset(normals(10_000, 1)));
    Profile current =
        Profile.of(dataset(normals(1000, 2)), ProfileOptions.standard().against(reference));

    assertThat(numeric(current, "x").histogram().sameEdges(numeric(reference, "x").histogram()))
        .isTrue();
    assertThat(numeric(current, "x").histogram().total()).isEqualTo(1000);
  }

  @Test
  void mergeOfPartsEqualsTheWholeInEveryExactPart() {
    Dataset whole = mixed(5000, 5);
    Profile reference = Profile.of(mixed(3000, 6));
    ProfileOptions options = ProfileOptions.standard().against(reference);
    Profile all = Profile.of(whole, options);
    Profile merged =
        Profile.of(whole.slice(0, 1234), options)
            .merge(Profile.of(whole.slice(1234, 5000), options));

    NumericProfile x = numeric(all, "x");
    NumericProfile y = numeric(merged, "x");
    assertThat(merged.rows()).isEqualTo(5000);
    assertThat(y.counts()).isEqualTo(x.counts());
    assertThat(y.histogram()).isEqualTo(x.histogram());
    assertThat(y.min()).isEqualTo(x.min());
    assertThat(y.max()).isEqualTo(x.max());
    assertThat(y.mean().getAsDouble()).isEqualTo(x.mean().getAsDouble(), within(1e-12));
    assertThat(y.sd().getAsDouble()).isEqualTo(x.sd().getAsDouble(), within(1e-12));
    assertThat(categorical(merged, "c").counts()).isEqualTo(categorical(all, "c").counts());
    assertThat(categorical(merged, "b").counts()).isEqualTo(categorical(all, "b").counts());
    assertThat(merged.column("t")).isEqualTo(all.column("t"));
  }

  @Test
  void mergingDifferentEdgesEstimatesAndSaysSo() {
    NumericProfile merged =
        numeric(
            Profile.of(dataset(normals(5000, 1))).merge(Profile.of(dataset(normals(5000, 2)))),
            "x");

    assertThat(merged.histogram().isExact()).isFalse();
    assertThat(merged.histogram().total()).isEqualTo(10_000);
    for (long count : merged.histogram().counts()) {
      assertThat(count).isBetween(900L, 1100L);
    }
  }

  @Test
  void batchesGiveWhatTheWholeGives() {
    Dataset whole = mixed(5000, 8);
    Profile reference = Profile.of(mixed(3000, 6));
    ProfileBuilder builder = Profile.builder(ProfileOptions.standard().against(reference));
    for (int from = 0; from < 5000; from += 500) {
      builder.add(whole.slice(from, from + 500));
    }
    Profile built = builder.build();

    assertThat(numeric(built, "x").histogram())
        .isEqualTo(
            numeric(Profile.of(whole, ProfileOptions.standard().against(reference)), "x")
                .histogram());
    assertThat(categorical(built, "c").top(2))
        .isEqualTo(categorical(Profile.of(whole), "c").top(2));
  }

  @Test
  void refusesBatchesThatDoNotFit() {
    ProfileBuilder builder = Profile.builder().add(dataset(1, 2));
    assertThatThrownBy(() -> builder.add(Dataset.builder().numeric("y", 1).build()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("[y]")
        .hasMessageContaining("[x]");
    assertThatThrownBy(() -> builder.add(Dataset.builder().categorical("x", "a").build()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("'x' is categorical")
        .hasMessageContaining("numeric");
  }

  @Test
  void refusesToMergeWhatDoesNotFit() {
    Profile x = Profile.of(dataset(1, 2));
    assertThatThrownBy(() -> x.merge(Profile.of(Dataset.builder().numeric("y", 1).build())))
        .isInstanceOf(DataProblem.class);
    assertThatThrownBy(() -> x.merge(Profile.of(Dataset.builder().categorical("x", "a").build())))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> x.column("z")).hasMessageContaining("'z'");
  }

  @Test
  void topCategoriesComeByCountThenName() {
    CategoricalProfile c =
        categorical(
            Profile.of(Dataset.builder().categorical("c", "b", "a", "c", "c", null).build()), "c");

    assertThat(c.top(2)).containsExactly(new CategoryCount("c", 2), new CategoryCount("a", 1));
    assertThat(c.missing()).isEqualTo(1);
    assertThat(c.distinct()).isEqualTo(3);
  }

  @Test
  void categoriesBeyondTheCapBecomeOther() {
    String[] values = new String[1000];
    Arrays.setAll(values, i -> i % 2 == 0 ? "often" : "rare" + i);
    CategoricalProfile c =
        categorical(
            Profile.of(
                Dataset.builder().categorical("c", values).build(),
                ProfileOptions.standard().maxCategories(10)),
            "c");

    assertThat(c.counts()).hasSize(10).containsEntry("often", 500L);
    assertThat(c.other()).isEqualTo(491);
    assertThat(c.isComplete()).isFalse();
    assertThat(c.distinct()).isBetween(475L, 530L);
  }

  @Test
  void booleansAreTwoCategories() {
    Profile profile = Profile.of(Dataset.of(Map.of("b", BooleanColumn.of(true, false, true))));

    assertThat(profile.column("b").kind()).isEqualTo(ColumnKind.BOOLEAN);
    assertThat(categorical(profile, "b").counts()).containsEntry("true", 2L);
  }

  @Test
  void sensitiveColumnsKeepOnlyHowMuchIsMissing() {
    String[] names = new String[40];
    Arrays.setAll(names, i -> i < 20 ? null : "name" + i);
    Dataset people =
        Dataset.builder().categorical("name", names).role("name", ColumnRole.SENSITIVE).build();

    SensitiveProfile name = (SensitiveProfile) Profile.of(people).column("name");
    assertThat(name.missing()).isEqualTo(20);
    assertThat(name.suppressed()).isFalse();
    SensitiveProfile few = (SensitiveProfile) Profile.of(people.slice(15, 40)).column("name");
    assertThat(few.missing()).isZero();
    assertThat(few.suppressed()).isTrue();
    assertThat(few.merge(few).missing()).isEqualTo(10);
  }

  @Test
  void aColumnThatBecomesSensitiveIsForgotten() {
    Dataset people =
        Dataset.builder().numeric("age", 30, 40, 50).categorical("town", "A", "B", "B").build();

    Profile kept = Profile.of(people).withRoles(Roles.parse("age=sensitive,town=id"));

    assertThat(kept.column("age")).isInstanceOf(SensitiveProfile.class);
    assertThat(kept.column("age").kind()).isEqualTo(ColumnKind.NUMERIC);
    assertThat(kept.column("town")).isInstanceOf(CategoricalProfile.class);
    assertThat(kept.roles().role("town")).isEqualTo(ColumnRole.ID);
    assertThat(kept.toJson()).doesNotContain("40");
    assertThat(kept.withRoles(Roles.NONE).column("age")).isSameAs(kept.column("age"));
  }

  @Test
  void histogramsCheckTheirParts() {
    assertThatThrownBy(() -> Histogram.of(new double[] {2, 1}, new long[3], true))
        .hasMessageContaining("ascend");
    assertThatThrownBy(() -> Histogram.of(new double[] {1}, new long[3], true))
        .hasMessageContaining("2 bins");
    Histogram one = Histogram.count(new double[] {1}, new double[] {0, 1, 2, Double.NaN});
    assertThat(one.counts()).containsExactly(2, 1);
    assertThat(one.bin(1)).isZero();
    assertThatThrownBy(() -> one.plus(Histogram.of(new double[] {2}, new long[2], true)))
        .hasMessageContaining("different edges");
    assertThat(one).isEqualTo(Histogram.of(new double[] {1}, new long[] {2, 1}, true));
    assertThat(one.hashCode())
        .isEqualTo(Histogram.of(new double[] {1}, new long[] {2, 1}, true).hashCode());
    assertThat(one).hasToString("[2, 1]");
  }

  @Test
  void binsOfManyEdgesAreFoundByHalving() {
    double[] edges = new double[100];
    Arrays.setAll(edges, i -> i);
    Histogram histogram = Histogram.count(edges, new double[] {-5, 0, 0.5, 98.5, 99, 1e9});

    assertThat(histogram.bin(0)).isZero();
    assertThat(histogram.bin(0.5)).isEqualTo(1);
    assertThat(histogram.counts()[99]).isEqualTo(2);
    assertThat(histogram.counts()[100]).isEqualTo(1);
  }

  @Test
  void optionsCheckTheirRanges() {
    assertThatThrownBy(() -> ProfileOptions.standard().bins(1)).hasMessageContaining("bins >= 2");
    assertThat(ProfileOptions.standard().sketchSize(200).sketchSize()).isEqualTo(200);
  }

  static NumericProfile numeric(Profile profile, String name) {
    return (NumericProfile) profile.column(name);
  }

  static CategoricalProfile categorical(Profile profile, String name) {
    return (CategoricalProfile) profile.column(name);
  }

  static Dataset dataset(double... values) {
    return Dataset.builder().numeric("x", values).build();
  }

  static double[] normals(int n, long seed) {
    Random random = new Random(seed);
    return random.doubles(n).map(u -> random.nextGaussian()).toArray();
  }

  static Dataset mixed(int n, long seed) {
    Random random = new Random(seed);
    BitSet absent = new BitSet();
    double[] x = new double[n];
    int[] c = new int[n];
    boolean[] b = new boolean[n];
    Instant[] t = new Instant[n];
    for (int row = 0; row < n; row++) {
      x[row] = random.nextInt(50) == 0 ? Double.NaN : random.nextGaussian();
      absent.set(row, random.nextInt(20) == 0);
      c[row] = random.nextInt(6) - 1;
      b[row] = random.nextInt(4) == 0;
      t[row] = Instant.EPOCH.plusSeconds(random.nextInt(1_000_000));
    }
    return Dataset.builder()
        .column("x", NumericColumn.of(x, Missing.of(absent)))
        .column("c", CategoricalColumn.of(c, List.of("a", "b", "c", "d", "e")))
        .bool("b", b)
        .timestamp("t", t)
        .build();
  }
}
