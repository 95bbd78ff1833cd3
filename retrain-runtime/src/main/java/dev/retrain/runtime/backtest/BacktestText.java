package dev.retrain.runtime.backtest;

import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.runtime.backtest.BacktestReport.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A replay in words and columns. */
final class BacktestText {

  private static final int MOST_RUNS = 15;
  private static final int MOST_WORDS = 100;
  private static final String NONE = "-";

  private BacktestText() {}

  static String of(BacktestReport report) {
    StringBuilder text = new StringBuilder(1024);
    text.append(report.policy())
        .append(" would have started ")
        .append(report.runs().size())
        .append(report.runs().size() == 1 ? " run" : " runs")
        .append(" from ")
        .append(report.history().from())
        .append(" to ")
        .append(report.history().to())
        .append('\n');
    report.runs().stream().limit(MOST_RUNS).forEach(start -> line(text, start));
    int more = report.runs().size() - MOST_RUNS;
    if (more > 0) {
      text.append("  ... and ").append(more).append(" more\n");
    }
    report.halted().ifPresent(why -> text.append("  then it halts: ").append(why).append('\n'));
    return text.toString();
  }

  private static void line(StringBuilder text, Start start) {
    text.append("  ").append(start.at());
    start.cost().ifPresent(cost -> text.append("  ").append(cost));
    text.append("  ").append(start.rule()).append(": ").append(shortened(start.why())).append('\n');
  }

  private static String shortened(String words) {
    return words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS - 3) + "...";
  }

  static String compare(List<BacktestReport> reports) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("", reports, BacktestReport::policy));
    rows.add(row("runs started", reports, r -> Integer.toString(r.runs().size())));
    causes(reports)
        .forEach(
            cause ->
                rows.add(row("  by " + cause, reports, r -> Long.toString(startedBy(r, cause)))));
    rows.add(row("firings held back", reports, r -> Integer.toString(r.refused())));
    if (reports.stream().anyMatch(report -> report.costs().isPresent())) {
      rows.add(row("cost of the runs", reports, r -> words(r.spent())));
      rows.add(row("cost held back", reports, r -> words(r.avoided())));
    }
    rows.add(row("hours degraded", reports, r -> words(r.degraded().map(BacktestText::hours))));
    rows.add(row("false triggers", reports, r -> words(r.falseTriggers())));
    rows.add(row("halted", reports, r -> r.halted().isPresent() ? "yes" : "no"));
    return columns(rows);
  }

  private static String words(Optional<?> value) {
    return value.map(Object::toString).orElse(NONE);
  }

  private static String hours(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", BacktestReport.hours(duration));
  }

  /** Returns what the triggers watch, without their ids, which differ from policy to policy. */
  private static List<String> causes(List<BacktestReport> reports) {
    return reports.stream()
        .flatMap(report -> report.runs().stream())
        .map(start -> cause(start))
        .distinct()
        .toList();
  }

  private static String cause(Start start) {
    return start.rule().substring(start.rule().indexOf(' ') + 1).strip();
  }

  private static long startedBy(BacktestReport report, String cause) {
    return report.runs().stream().filter(start -> cause(start).equals(cause)).count();
  }

  private static List<String> row(
      String name, List<BacktestReport> reports, Function<BacktestReport, String> cell) {
    List<String> row = new ArrayList<>(List.of(name));
    reports.forEach(report -> row.add(cell.apply(report)));
    return row;
  }

  private static String columns(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    rows.forEach(
        row -> {
          for (int i = 0; i < columns; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? row.get(i) + padding : "   " + padding + row.get(i));
    }
    return line.toString().stripTrailing();
  }

  /** Returns what the figures rest on, by subject. */
  static Map<String, String> said(BacktestReport report) {
    Assumptions assumed = report.assumptions();
    Map<String, String> said = new LinkedHashMap<>();
    said.put(
        "runs",
        "each takes " + Durations.format(assumed.runTime()) + ", succeeds and is promoted at once");
    said.put(
        "metrics",
        assumed
            .recovery()
            .map(
                time ->
                    "are no worse than their medians for "
                        + Durations.format(time)
                        + " after a promotion")
            .orElse("stay as they were recorded, also after a promotion"));
    said.put("flags", report.history().flags().isEmpty() ? "are off" : "are switched as recorded");
    said.put(
        "degraded",
        report
            .history()
            .health()
            .map(health -> "while " + health + ", until a promotion or until it is good again")
            .orElse("nobody said when the service is degraded"));
    said.put(
        "false triggers",
        report.history().deserved().isEmpty()
            ? "nobody said when a retraining was deserved"
            : "runs outside the stretches in which a retraining was deserved");
    said.put(
        "costs",
        assumed.costing().isPresent()
            ? "machine time by the price list; steps nothing tells the time of share the time of a"
                + " run"
            : "nothing is priced, and spending limits do not hold");
    return said;
  }

  static Node assumptions(BacktestReport report) {
    Map<String, Node> document = new LinkedHashMap<>();
    said(report).forEach((subject, words) -> document.put(subject, Node.of(words)));
    return Node.of(document);
  }
}
