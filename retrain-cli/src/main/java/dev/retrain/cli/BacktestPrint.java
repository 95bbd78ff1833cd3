package dev.retrain.cli;

import dev.retrain.runtime.backtest.BacktestReport;
import dev.retrain.runtime.backtest.FalseFirings;
import dev.retrain.runtime.backtest.PolicyChange;
import dev.retrain.runtime.evidence.Rounded;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Replays for people: runs, figures side by side, false firings, and what all of it rests on. */
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
    out.println("False firings, before any guard:");
    for (int i = 0; i < reports.size(); i++) {
      chance(reports.get(i).policy(), chances.get(i), out);
    }
    out.println();
    out.println("Assumed:");
    reports.get(0).said().forEach((subject, words) -> out.println("  " + subject + ": " + words));
  }

  /** Under a pull request: false firings and assumptions last. */
  static void comment(PolicyChange change, List<FalseFirings> chances, PrintWriter out) {
    out.println(change.toMarkdown());
    List<BacktestReport> reports = List.of(change.proposed(), change.base());
    for (int i = 0; i < reports.size(); i++) {
      out.println("- " + reports.get(i).policy() + ": " + chances.get(i).sentence());
    }
    out.println();
    out.println("<details><summary>Assumed</summary>\n");
    change.proposed().said().forEach((what, words) -> out.println("- " + what + ": " + words));
    out.println("\n</details>");
  }

  private static void chance(String policy, FalseFirings chance, PrintWriter out) {
    out.println("  " + policy + ": " + chance.sentence());
    for (FalseFirings.Estimate estimate : chance.triggers()) {
      String rate =
          estimate.perQuarter().isPresent()
              ? "about " + Rounded.of(estimate.perQuarter().getAsDouble()) + " a quarter, "
              : "";
      out.println("    " + estimate.trigger() + ": " + rate + estimate.basis());
    }
  }
}
