package dev.retrain.cli;

import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.FeatureReport;
import java.io.PrintWriter;
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
    TextTable table = new TextTable("FEATURE", "KIND", "VERDICT", "P ADJUSTED", "STATUS");
    for (FeatureReport feature : report.features()) {
      table.row(
          feature.name(),
          feature.measures().kind().label(),
          feature.verdict().name(),
          number(feature.pAdjusted()),
          feature.why().map(Enum::name).orElse(""));
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "On such data without drift this policy fires in %.4f of single checks, %.5f of windows.%n",
        report.falseAlarms().perCheck(),
        report.falseAlarms().perWindow());
    report.notes().forEach(out::println);
  }

  private static String number(Optional<Double> value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3g", value.get()) : "";
  }
}
