package dev.retrain.report;

import dev.retrain.drift.detect.Distribution;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.FeatureMeasures;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.MissingRateTest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a drift report says, in sentences. */
final class DriftSentences {

  private static final double NOTABLE_CHANGE = 0.01;
  private static final Map<String, String> MEASURES = new LinkedHashMap<>();

  static {
    MEASURES.put(
        "KS statistic",
        "The largest gap between the two cumulative distributions, 0 to 1. The same data gives about"
            + " 1 / √rows.");
    MEASURES.put(
        "Total variation",
        "The share of rows that would have to change category to make both sides alike, 0 to 1.");
    MEASURES.put(
        "PSI",
        "Population stability index over ten bins of the reference, or over the categories. Customary"
            + " marks are 0.1 and 0.2.");
    MEASURES.put(
        "Adjusted p-value",
        "How likely such a difference is without drift, corrected for the number of features tested"
            + " (Benjamini-Hochberg).");
    MEASURES.put(
        "Confidence", "1 less the adjusted p-value: how sure it is that the feature changed.");
    MEASURES.put(
        "Under 10 rows",
        "A cell of one to nine rows could point at single persons, so its number is not shown; nor is"
            + " the next smallest cell where the gap could be filled by subtraction.");
  }

  private DriftSentences() {}

  static String sentence(DriftReport report) {
    int drifted = report.drifted().size();
    return switch (report.verdict()) {
      case DRIFT ->
          drifted
              + (drifted == 1 ? " feature differs" : " features differ")
              + " from the reference, by enough and beyond chance. "
              + (report.retrain()
                  ? "The policy asks for retraining."
                  : "The policy does not ask for retraining yet.");
      case NO_DRIFT -> "There was enough data to see a difference that matters, and there is none.";
      case INSUFFICIENT_DATA -> "This is too little data to tell drift from chance.";
    };
  }

  /**
   * Returns the measure a verdict rests on, by kind, and a change of missing values worth a word.
   */
  static String difference(FeatureMeasures measures, boolean sensitive) {
    String missing =
        measures
            .missing()
            .map(MissingRateTest::change)
            .asOptional()
            .filter(change -> !sensitive && Math.abs(change) >= NOTABLE_CHANGE)
            .map(change -> String.format(Locale.ROOT, ", missing %+.1f points", 100 * change))
            .orElse("");
    return difference(measures.distribution()) + missing;
  }

  private static String difference(Distribution distribution) {
    Optional<String> words = Optional.empty();
    if (distribution instanceof Distribution.Numeric numeric) {
      words = numeric.ks().asOptional().map(KsTest::statistic).map(d -> size("KS", d));
    } else if (distribution instanceof Distribution.Categorical categorical) {
      words = categorical.totalVariation().asOptional().map(d -> size("total variation", d));
    }
    return words.orElse("–");
  }

  private static String size(String measure, double distance) {
    return String.format(Locale.ROOT, "%s %.3f", measure, distance);
  }

  static Element legend() {
    Element list = Element.styled("dl", "legend");
    MEASURES.forEach(
        (measure, words) -> list.add(Element.of("dt", measure)).add(Element.of("dd", words)));
    return Page.section("legend", "How to read this").add(list);
  }
}
