package dev.retrain.runtime.backtest;

import dev.retrain.api.document.Node;
import dev.retrain.api.state.Decision;
import dev.retrain.api.state.Decision.Kind;
import dev.retrain.api.state.MetricPoint;
import dev.retrain.runtime.evidence.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a policy would have done.
 *
 * @param policy its name
 * @param from where the replay began
 * @param to where it ended
 * @param runs it would have started, oldest first
 * @param refused how often a guard held a firing back, counted once per reason
 * @param halted why it would have stopped, if it would have
 * @param degraded how long the service would have been degraded: from where it turned bad to the
 *     next promotion, or to where it was good again; empty when nobody said what bad is
 * @param falseTriggers runs nobody deserved; empty when there is no truth
 */
public record BacktestReport(
    String policy,
    Instant from,
    Instant to,
    List<Start> runs,
    int refused,
    Optional<String> halted,
    Optional<Duration> degraded,
    Optional<Integer> falseTriggers) {

  /**
   * A run that would have been started.
   *
   * @param rule that fired
   */
  public record Start(Instant at, String rule, String what, String why) {}

  /** Copies the list. */
  public BacktestReport {
    runs = List.copyOf(runs);
  }

  static BacktestReport of(String policy, History history, List<Decision> decisions) {
    List<Start> starts =
        decisions.stream()
            .filter(decision -> decision.kind() == Kind.RETRAIN)
            .map(d -> new Start(d.at(), d.rule(), d.what(), d.why()))
            .toList();
    List<Instant> promotions =
        decisions.stream()
            .filter(decision -> decision.kind() == Kind.PROMOTED)
            .map(Decision::at)
            .toList();
    return new BacktestReport(
        policy,
        history.from(),
        history.to(),
        starts,
        (int) decisions.stream().filter(d -> d.kind() == Kind.REFUSED).count(),
        decisions.stream().filter(d -> d.kind() == Kind.HALTED).map(Decision::why).findFirst(),
        history.health().map(health -> degraded(history, health, promotions)),
        falseTriggers(history, starts));
  }

  private static Optional<Integer> falseTriggers(History history, List<Start> starts) {
    if (history.deserved().isEmpty()) {
      return Optional.empty();
    }
    long undeserved =
        starts.stream()
            .filter(
                start ->
                    history.deserved().stream().noneMatch(stretch -> stretch.covers(start.at())))
            .count();
    return Optional.of((int) undeserved);
  }

  private static Duration degraded(
      History history, History.Health health, List<Instant> promotions) {
    List<MetricPoint> points =
        history.metrics().read(health.metric(), history.from(), history.to());
    Duration sum = Duration.ZERO;
    boolean mended = false;
    for (int i = 0; i + 1 < points.size(); i++) {
      Instant begin = points.get(i).at();
      Instant end = points.get(i + 1).at();
      double value = points.get(i).value().value();
      boolean bad = health.below() ? value < health.limit() : value > health.limit();
      Optional<Instant> promoted =
          promotions.stream().filter(p -> !p.isBefore(begin) && p.isBefore(end)).findFirst();
      if (bad && !mended) {
        sum = sum.plus(Duration.between(begin, promoted.orElse(end)));
      }
      mended = bad && (mended || promoted.isPresent());
    }
    return sum;
  }

  /** The document form. */
  public Node.Mapping toNode() {
    List<Node> starts = new ArrayList<>();
    for (Start start : runs) {
      starts.add(
          Facts.NONE
              .with("at", start.at())
              .with("rule", start.rule())
              .with("what", start.what())
              .with("why", start.why())
              .toNode());
    }
    Facts facts =
        Facts.NONE
            .with("policy", policy)
            .with("from", from)
            .with("to", to)
            .with("runs", Node.of(starts))
            .with("refused", refused)
            .with("halted", halted);
    if (degraded.isPresent()) {
      facts = facts.with("degradedHours", hours(degraded.get()));
    }
    return falseTriggers.isPresent()
        ? facts.with("falseTriggers", falseTriggers.get()).toNode()
        : facts.toNode();
  }

  /** A table for people. */
  public String toText() {
    StringBuilder text = new StringBuilder(256);
    text.append(policy).append(" from ").append(from).append(" to ").append(to).append('\n');
    for (Start start : runs) {
      text.append("  ").append(start.at()).append("  ").append(start.rule()).append("  ");
      text.append(start.why()).append('\n');
    }
    rows(List.of(this)).forEach(row -> text.append(row).append('\n'));
    return text.toString();
  }

  /** Policies side by side, for people. */
  public static String compare(List<BacktestReport> reports) {
    return String.join("\n", rows(reports)) + "\n";
  }

  private static List<String> rows(List<BacktestReport> reports) {
    List<String> rows = new ArrayList<>();
    rows.add(row("", reports, report -> report.policy));
    rows.add(row("runs started", reports, r -> Integer.toString(r.runs.size())));
    rows.add(row("firings refused", reports, r -> Integer.toString(r.refused)));
    rows.add(
        row(
            "hours degraded",
            reports,
            r -> r.degraded.map(d -> String.format(Locale.ROOT, "%.1f", hours(d))).orElse("-")));
    rows.add(
        row(
            "false triggers",
            reports,
            r -> r.falseTriggers.map(n -> Integer.toString(n)).orElse("-")));
    rows.add(row("halted", reports, r -> r.halted.isPresent() ? "yes" : "no"));
    return rows;
  }

  private static String row(
      String name,
      List<BacktestReport> reports,
      java.util.function.Function<BacktestReport, String> cell) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-18s", name));
    reports.forEach(report -> row.append(String.format(Locale.ROOT, " %20s", cell.apply(report))));
    return row.toString().stripTrailing();
  }

  private static double hours(Duration duration) {
    return duration.toMinutes() / 60.0;
  }
}
