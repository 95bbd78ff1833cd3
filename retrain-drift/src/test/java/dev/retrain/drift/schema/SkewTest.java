package dev.retrain.drift.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.profile.Profile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkewTest {
  private final Dataset training =
      Dataset.builder()
          .numeric("x", 1, 2, 3, 4)
          .categorical("c", "a", "a", "b", "b")
          .numeric("gone", 1, 2, 3, 4)
          .numeric("typed", 1, 2, 3, 4)
          .numeric("y", 1, 0, 1, 0)
          .role("y", ColumnRole.TARGET)
          .build();

  @Test
  void equalDataShowNone() {
    assertThat(Skew.standard().between(Profile.of(training), Profile.of(training))).isEmpty();
  }

  @Test
  void namesFeaturesOnOneSideOfOtherKindOrDistribution() {
    Dataset serving =
        Dataset.builder()
            .column("x", NumericColumn.ofNullable(Arrays.asList(3.0, 4.0, 5.0, null)))
            .categorical("c", "a", "b", "b", "z")
            .categorical("typed", "a", "b", "c", "d")
            .numeric("new", 1, 2, 3, 4)
            .build();
    List<Anomaly> found = Skew.standard().between(Profile.of(training), Profile.of(serving));

    assertThat(found)
        .extracting(each -> each.column() + " " + each.rule() + ": " + each.observed())
        .containsExactly(
            "c SKEW: distributions 0.2500 apart",
            "gone PRESENCE: in training data only",
            "new UNEXPECTED_COLUMN: in serving data only",
            "typed TYPE: categorical in serving data",
            "x SKEW: missing rates 0.2500 apart",
            "x SKEW: distributions 0.5000 apart");
  }

  @Test
  void nothingIsSaidOfColumnsWithoutValuesOrSensitiveOnes() {
    Dataset none =
        Dataset.builder()
            .column("x", NumericColumn.ofNullable(Arrays.asList(null, null)))
            .categorical("c", null, null)
            .build();
    Dataset some = Dataset.builder().numeric("x", 1, 2).categorical("c", "a", "b").build();

    assertThat(Skew.above(0.1).between(Profile.of(some), Profile.of(none)))
        .extracting(Anomaly::observed)
        .containsExactly("missing rates 1.000 apart", "missing rates 1.000 apart");
    assertThat(
            Skew.standard()
                .between(
                    Profile.of(some.withRole("x", ColumnRole.SENSITIVE).keep(List.of("x"))),
                    Profile.of(none.withRole("x", ColumnRole.SENSITIVE).keep(List.of("x")))))
        .isEmpty();
    assertThatThrownBy(() -> Skew.above(2)).hasMessageContaining("0 .. 1");
  }
}
