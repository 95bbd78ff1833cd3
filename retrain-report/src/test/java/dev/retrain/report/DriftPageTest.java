package dev.retrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.detect.DriftDetector;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.ProfileOptions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftPageTest {

  private static final int ROWS = 1000;

  private final Dataset reference = data(1, 0, "solo-a");
  private final Dataset shifted = data(2, 3, "solo-b");

  @Test
  void saysWhatDriftedAndWhatDidNot() {
    String html = page(reference, shifted);

    assertThat(Samples.problems(html)).isEmpty();
    assertThat(html)
        .contains("<title>Drift report</title>", "1 feature differs", "asks for retraining")
        .contains("<a href=\"#feature-1\">speed</a>")
        .containsSubsequence("id=\"feature-1\" open=", "id=\"feature-2\"><summary>");
  }

  @Test
  void isReadableWithoutProfiles() {
    String html = DriftPage.of(report(reference, reference)).titled("week 12").html();

    assertThat(Samples.problems(html)).isEmpty();
    assertThat(html)
        .contains("<title>week 12</title>", "there is none", "KS 0.000")
        .contains("<dt>confidence</dt>", "Share of the values of speed")
        .doesNotContain("Share of the values of carrier");
  }

  @Test
  void tooFewRowsAreSaidToBeTooFew() {
    assertThat(page(reference, shifted.slice(0, 20)))
        .contains("too little data", "not enough data");
  }

  @Test
  void showsBinsAndCategoriesOfBothSides() {
    assertThat(page(reference, shifted))
        .contains("Share of the values of speed", "Share of the values of carrier")
        .contains("<th scope=\"row\">AA</th>", "all others", "class=\"before\"", "class=\"now\"");
  }

  @Test
  void namesNoCategoryOfFewerThanTenRows() {
    assertThat(page(reference, shifted))
        .doesNotContain("solo-a", "solo-b")
        .contains("under 10 rows")
        .contains("<dt>new categories</dt><dd>1</dd>");
  }

  @Test
  void showsNothingOfASensitiveColumn() {
    Dataset before = reference.withRole("carrier", ColumnRole.SENSITIVE);
    Dataset now = shifted.withRole("carrier", ColumnRole.SENSITIVE);

    String html = page(before, now);

    assertThat(html)
        .contains("sensitive: nothing of its values is shown", "withheld")
        .doesNotContain("AA", "Share of the values of carrier", "solo");
  }

  @Test
  void escapesNamesAndCategoriesFromTheData() {
    String[] values = new String[ROWS];
    Arrays.fill(values, "<img src=x onerror=alert(1)>");
    Dataset hostile = Dataset.builder().categorical("</title><script>1</script>", values).build();

    String html = page(hostile, hostile);

    assertThat(Samples.problems(html)).isEmpty();
    assertThat(html)
        .doesNotContain("<img", "<script")
        .contains("&lt;img src=x onerror=alert(1)&gt;");
  }

  @Test
  void listsWhatWasLeftOut() {
    double[] more = new double[ROWS];
    Arrays.setAll(more, row -> row);
    Dataset wider =
        shifted.with("extra", Dataset.builder().numeric("extra", more).build().column("extra"));

    assertThat(page(reference, wider))
        .contains("Left out", "&#39;extra&#39; is not in the reference");
  }

  @Test
  void theSameRecordsGiveTheSameText() {
    assertThat(page(reference, shifted)).isEqualTo(page(reference, shifted));
  }

  private static String page(Dataset before, Dataset now) {
    Profile reference = Profile.of(before);
    Profile current = Profile.of(now, ProfileOptions.standard().against(reference));
    return DriftPage.of(report(before, now)).comparing(reference, current).html();
  }

  private static DriftReport report(Dataset before, Dataset now) {
    return DriftDetector.against(before, DriftPolicy.standard()).check(now);
  }

  /** Two features; one row of {@code single} and the rest of two carriers. */
  private static Dataset data(long seed, double shift, String single) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] speed = new double[ROWS];
    String[] carrier = new String[ROWS];
    for (int row = 0; row < ROWS; row++) {
      speed[row] = random.nextDouble() * 10 + shift;
      carrier[row] = random.nextInt(3) == 0 ? "AA" : "UA";
    }
    carrier[7] = single;
    return Dataset.builder().numeric("speed", speed).categorical("carrier", carrier).build();
  }
}
