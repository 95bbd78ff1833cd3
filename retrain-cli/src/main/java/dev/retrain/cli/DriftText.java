package dev.retrain.cli;

import dev.retrain.drift.data.CellText;
import dev.retrain.drift.detect.Bins;
import dev.retrain.drift.detect.Distribution;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.DriftVerdict;
import dev.retrain.drift.detect.FalseAlarmRate;
import dev.retrain.drift.detect.FeatureMeasures;
import dev.retrain.drift.detect.FeatureReport;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.MissingRateTest;
import dev.retrain.drift.stat.PsiTest;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A drift report for people. */
final class DriftText {

  private static final int MOST_NAMED = 20;
  private static final double LEAST_P = 1e-4;

  private DriftText() {}

  static void print(DriftReport report, PrintWriter out) {
    out.println(CellText.line(headline(report)));
    out.println(
        report.currentRows()
            + " rows against "
            + report.referenceRows()
            + " of the reference, by the policy "
            + report.policy()
            + (report.retrain() ? ": retraining is asked for" : ""));
    report
        .confidence()
        .ifPresent(
            confidence ->
                out.println("confidence that a column changed: " + confidence(confidence)));
    out.println();
    TextTable table =
        new TextTable(
            "COLUMN",
            "ROLE",
            "KIND",
            "VERDICT",
            "KS",
            "TVD",
            "PSI",
            "MISSING",
            "ADJUSTED P",
            "STATUS");
    List<FeatureReport> worstFirst = new ArrayList<>(report.features());
    worstFirst.sort(Comparator.comparing(feature -> feature.verdict() != DriftVerdict.DRIFT));
    worstFirst.forEach(feature -> table.row(row(feature)));
    table.print(out);
    out.println();
    worstFirst.forEach(feature -> printUnseen(feature.measures(), out));
    worstFirst.stream()
        .filter(feature -> feature.verdict() == DriftVerdict.DRIFT)
        .limit(MOST_NAMED)
        .forEach(feature -> printBins(feature.measures(), out));
    if (report.verdict() != DriftVerdict.INSUFFICIENT_DATA) {
      out.println(falseAlarms(report.falseAlarms()));
    }
    report.notes().forEach(note -> out.println(CellText.line(note)));
  }

  private static String headline(DriftReport report) {
    List<String> drifted = report.drifted();
    return drifted.isEmpty()
        ? report.verdict().name()
        : "%s: %d of %d columns differ: %s"
                .formatted(
                    report.verdict(),
                    drifted.size(),
                    report.features().size(),
                    String.join(", ", drifted.subList(0, Math.min(drifted.size(), MOST_NAMED))))
            + (drifted.size() > MOST_NAMED ? ", ..." : "");
  }

  /** A check without memory asks for retraining whenever it sees drift: one figure says both. */
  private static String falseAlarms(FalseAlarmRate rate) {
    String windows =
        rate.perWindow() == rate.perCheck()
            ? ""
            : " and asks for retraining in " + percent(rate.perWindow()) + " of windows";
    return "Where nothing drifted, this policy finds drift in "
        + percent(rate.perCheck())
        + " of checks of such data"
        + windows
        + ".";
  }

  private static String percent(double share) {
    BigDecimal two = new BigDecimal(100 * share).round(new MathContext(2));
    return (share == 0 ? "0" : two.stripTrailingZeros().toPlainString()) + " %";
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
      measures.role().label(),
      measures.kind().label(),
      feature.verdict().name(),
      size(ks),
      size(tvd),
      size(psi),
      measures.missing().asOptional().map(DriftText::missing).orElse(""),
      feature.pAdjusted().map(DriftText::probability).orElse(""),
      feature.why().map(Enum::name).orElse("")
    };
  }

  private static String size(Optional<Double> value) {
    return value.map(known -> String.format(Locale.ROOT, "%.4f", known)).orElse("");
  }

  private static String probability(double value) {
    return value < LEAST_P ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String confidence(double value) {
    return value > 1 - LEAST_P ? "> 0.9999" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** Prints the share of rows per bin of a drifted column, before and now. */
  private static void printBins(FeatureMeasures feature, PrintWriter out) {
    if (feature.distribution() instanceof Distribution.Numeric numeric) {
      numeric
          .bins()
          .map(bins -> feature.name() + ", % of rows per bin: " + shares(bins))
          .ifPresent(line -> out.println(CellText.line(line)));
    }
  }

  private static String shares(Bins bins) {
    double before = Math.max(1, bins.reference().stream().mapToLong(Long::longValue).sum());
    double now = Math.max(1, bins.current().stream().mapToLong(Long::longValue).sum());
    List<String> cells = new ArrayList<>();
    for (int bin = 0; bin < bins.reference().size(); bin++) {
      String range =
          bin < bins.edges().size()
              ? "to " + edge(bins.edges().get(bin))
              : bin == 0 ? "all" : "above " + edge(bins.edges().get(bin - 1));
      cells.add(
          String.format(
              Locale.ROOT,
              "%s: %.1f -> %.1f",
              range,
              100 * bins.reference().get(bin) / before,
              100 * bins.current().get(bin) / now));
    }
    return String.join("; ", cells);
  }

  private static String edge(double value) {
    return Double.isInfinite(value)
        ? Double.toString(value)
        : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
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
            CellText.line(
                feature.name()
                    + ": not in the reference: "
                    + String.join(", ", unseen.subList(0, Math.min(unseen.size(), MOST_NAMED)))
                    + (unseen.size() > MOST_NAMED ? ", ..." : "")));
      }
    }
  }
}
