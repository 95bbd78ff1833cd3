package dev.retrain.cli;

import dev.retrain.drift.detect.Distribution;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.FeatureMeasures;
import dev.retrain.drift.detect.FeatureReport;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.MissingRateTest;
import dev.retrain.drift.stat.PsiTest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A drift report for people. */
final class DriftText {

  private DriftText() {}

  static void print(DriftReport report, PrintWriter out) {
    out.println(
        report.verdict()
            + " by the policy "
            + report.policy()
            + ", "
            + report.currentRows()
            + " rows against "
            + report.referenceRows());
    TextTable table =
        new TextTable(
            "FEATURE", "KIND", "VERDICT", "PSI", "KS", "TVD", "MISSING", "P ADJUSTED", "STATUS");
    report.features().forEach(feature -> table.row(row(feature)));
    table.print(out);
    report.features().forEach(feature -> printUnseen(feature.measures(), out));
    out.printf(
        Locale.ROOT,
        "On such data without drift this policy fires in %.4f of single checks, %.5f of windows.%n",
        report.falseAlarms().perCheck(),
        report.falseAlarms().perWindow());
    report.notes().forEach(out::println);
  }

  private static String[] row(FeatureReport feature) {
    FeatureMeasures measures = feature.measures();
    Optional<Double> psi = Optional.empty();
    Optional<Double> ks = Optional.empty();
    Optional<Double> tvd = Optional.empty();
    if (measures.distribution() instanceof Distribution.Numeric numeric) {
      psi = numeric.psi().asOptional().map(PsiTest::value);
      ks = numeric.ks().asOptional().map(KsTest::statistic);
    } else if (measures.distribution() instanceof Distribution.Categorical categorical) {
      psi = categorical.psi().asOptional().map(PsiTest::value);
      tvd = categorical.totalVariation().asOptional();
    }
    return new String[] {
      measures.name(),
      measures.kind().label(),
      feature.verdict().name(),
      size(psi),
      size(ks),
      size(tvd),
      measures.missing().asOptional().map(DriftText::missing).orElse(""),
      feature.pAdjusted().map(DriftText::probability).orElse(""),
      feature.why().map(Enum::name).orElse("")
    };
  }

  private static String size(Optional<Double> value) {
    return value.map(known -> String.format(Locale.ROOT, "%.4f", known)).orElse("");
  }

  private static String probability(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private static String missing(MissingRateTest rates) {
    return rates.reference() == 0 && rates.current() == 0
        ? "0 %"
        : String.format(
            Locale.ROOT, "%.2f -> %.2f %%", 100 * rates.reference(), 100 * rates.current());
  }

  private static void printUnseen(FeatureMeasures feature, PrintWriter out) {
    if (feature.distribution() instanceof Distribution.Categorical categorical) {
      List<String> unseen = categorical.unseen();
      if (!unseen.isEmpty()) {
        out.println(
            feature.name()
                + ": not in the reference: "
                + String.join(", ", unseen.subList(0, Math.min(unseen.size(), 20))));
      }
    }
  }
}
