package dev.retrain.cli;

import dev.retrain.runtime.backtest.BacktestReport;
import dev.retrain.runtime.backtest.FalseFirings;
import dev.retrain.runtime.backtest.PolicyChange;
import dev.retrain.runtime.evidence.Rounded;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Prints replays: runs, figures side by side, false firings and assumptions. */
final class BacktestPrint {

  private BacktestPrint() {}

  static void print(
      List<BacktestReport> reports,
      List<FalseFirings> chances,
      Optional<PolicyChange> change,
      PrintWriter out) {
    reports.forEach(report -> out.println(report.toText()));
    out.println(BacktestReport.compare(reports));
    change.ifPresent(found -> out.println(found.sentence() + "\n"));
    out.println("False firings before guards:");
    for (int i = 0; i < reports.size(); i++) {
      chance(reports.get(i).policy(), chances.get(i), out);
    }
    out.println();
    out.println("Assumptions:");
    reports.get(0).said().forEach((subject, text) -> out.println("  " + subject + ": " + text));
  }

  /** Prints a comment for a pull request. */
  static void comment(PolicyChange change, List<FalseFirings> chances, PrintWriter out) {
    out.println(change.toMarkdown());
    List<BacktestReport> reports = List.of(change.proposed(), change.base());
    for (int i = 0; i < reports.size(); i++) {
      out.println("- " + reports.get(i).policy() + ": " + chances.get(i).sentence());
    }
    out.println();
    out.println("<details><summary>Assumptions</summary>\n");
    change.proposed().said().forEach((subject, text) -> out.println("- " + subject + ": " + text));
    out.println("\n</details>");
  }

  private static void chance(String policy, FalseFirings chance, PrintWriter out) {
    out.println("  " + policy + ": " + chance.sentence());
    for (FalseFirings.Estimate estimate : chance.triggers()) {
      String rate =
          estimate.perQuarter().isPresent()
              ? "about " + Rounded.of(estimate.perQuarter().getAsDouble()) + " per quarter, "
              : "";
      out.println("    " + estimate.trigger() + ": " + rate + estimate.basis());
    }
  }
}
