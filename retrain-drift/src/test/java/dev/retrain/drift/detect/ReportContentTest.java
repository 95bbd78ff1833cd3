package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.TimestampColumn;
import dev.retrain.drift.profile.Profile;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a report holds beside its verdicts. */
class ReportContentTest {

  private static Dataset times(int missing) {
    Instant[] times = new Instant[1000];
    Arrays.setAll(times, i -> i < missing ? null : Instant.ofEpochSecond(i));
    return Dataset.of(Map.of("at", TimestampColumn.of(times)));
  }

  @Test
  void aTimestampColumnThatBecameEmptyIsDrift() {
    for (DriftDetector detector :
        new DriftDetector[] {
          DriftDetector.against(times(0), DriftPolicy.standard()),
          DriftDetector.against(Profile.of(times(0)), DriftPolicy.standard())
        }) {
      assertThat(detector.check(times(1000)).drifted()).containsExactly("at");
      assertThat(detector.check(times(0)).verdict()).isEqualTo(DriftVerdict.NO_DRIFT);
    }
  }

  @Test
  void aTimestampColumnThatIsGoneOrTurnedTextIsNamed() {
    Dataset reference = times(0).with("x", NumericColumn.of(Samples.normal(1, 1000, 0)));
    DriftDetector detector = DriftDetector.against(reference, DriftPolicy.standard());
    Dataset gone = Dataset.of(Map.of("x", NumericColumn.of(Samples.normal(2, 1000, 0))));
    assertThat(detector.check(gone).notes()).anyMatch(note -> note.contains("'at' is in the ref"));
    Column words = Samples.letters(1, 1000, "ab");
    assertThatThrownBy(() -> detector.check(gone.with("at", words)))
        .hasMessageContaining("'at' is timestamp in the reference and categorical");
  }

  @Test
  void confidenceIsOneLessTheAdjustedPValue() throws Exception {
    DriftReport report =
        DriftDetector.against(Samples.dataset(1, 2000, 0), DriftPolicy.standard())
            .check(Samples.dataset(2, 2000, 0.1));
    double p = report.feature("x").pAdjusted().orElseThrow();
    assertThat(report.feature("x").confidence().orElseThrow()).isCloseTo(1 - p, within(1e-12));
    assertThat(report.confidence().orElseThrow()).isGreaterThanOrEqualTo(1 - p);
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.path("confidence").asDouble()).isEqualTo(report.confidence().orElseThrow());
    assertThat(json.path("features").get(0).path("confidence").asDouble()).isEqualTo(1 - p);
  }

  @Test
  void holdsTheBinsOfNumbersUnlessTheyAreSensitive() throws Exception {
    Dataset reference = Samples.dataset(1, 2000, 0);
    JsonNode x =
        new ObjectMapper()
            .readTree(
                DriftDetector.against(reference, DriftPolicy.standard())
                    .check(Samples.dataset(2, 1000, 0.1))
                    .toJson())
            .path("features")
            .get(0)
            .path("bins");
    assertThat(x.path("edges")).hasSize(9);
    assertThat(x.path("reference")).hasSize(10);
    int rows = 0;
    for (JsonNode count : x.path("current")) {
      rows += count.asInt();
    }
    assertThat(rows).isEqualTo(1000);
    Dataset secret = reference.withRole("x", ColumnRole.SENSITIVE);
    assertThat(
            DriftDetector.against(secret, DriftPolicy.standard())
                .check(Samples.dataset(2, 1000, 0.1))
                .toJson())
        .doesNotContain("\"bins\"");
  }

  @Test
  void namesTheFirstOddCellAmongNumbers() {
    String[] cells = new String[500];
    Arrays.setAll(cells, i -> i == 41 ? "oops" : Integer.toString(i % 60));
    Dataset odd = Dataset.of(Map.of("x", CategoricalColumn.of(cells)));
    assertThat(DriftDetector.against(odd, DriftPolicy.standard()).check(odd).notes())
        .anyMatch(note -> note.contains("'x' of the reference") && note.contains("row 42"))
        .anyMatch(note -> note.contains("'oops' among numeric values"));
  }
}
