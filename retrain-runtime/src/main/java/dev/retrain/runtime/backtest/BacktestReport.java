package dev.retrain.runtime.backtest;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.runtime.cost.CostTotal;
import dev.retrain.runtime.cost.QuarterCost;
import dev.retrain.runtime.evidence.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a policy would have done.
 *
 * @param policy its name
 * @param history it was replayed on
 * @param assumptions about runs
 * @param runs it would have started, oldest first
 * @param refused how often a guard held a firing back, counted once per reason
 * @param halted why it would have stopped, if it would have
 * @param degraded how long the service would have been degraded: from where it turned bad to the
 *     next promotion, or to where it was good again; empty when the history defines no limit
 * @param falseTriggers runs outside the deserved stretches; empty when there is no truth
 * @param costs by quarter; empty when nothing is priced
 */
public record BacktestReport(
    String policy,
    History history,
    Assumptions assumptions,
    List<Start> runs,
    int refused,
    Optional<String> halted,
    Optional<Duration> degraded,
    Optional<Integer> falseTriggers,
    Optional<List<QuarterCost>> costs) {

  /**
   * A run that would have been started.
   *
   * @param rule that fired
   * @param cost it was expected to have; empty when nothing is priced
   */
  public record Start(Instant at, String rule, String what, String why, Optional<CostSheet> cost) {}

  /** Copies the lists. */
  public BacktestReport {
    requireNonNull(history);
    requireNonNull(assumptions);
    runs = List.copyOf(runs);
    costs = costs.map(List::copyOf);
  }

  /** Returns what all runs cost; empty when nothing is priced. */
  public Optional<CostTotal> spent() {
    return sum(QuarterCost::spent);
  }

  /** Returns what runs held back by a guard would have cost; empty when nothing is priced. */
  public Optional<CostTotal> avoided() {
    return sum(quarter -> quarter.avoided().plus(quarter.refused()));
  }

  private Optional<CostTotal> sum(Function<QuarterCost, CostTotal> part) {
    return costs.map(all -> all.stream().map(part).reduce(CostTotal.NONE, CostTotal::plus));
  }

  /** Returns the document form. */
  public Node.Mapping toNode() {
    List<Node> starts = new ArrayList<>();
    runs.forEach(start -> starts.add(start(start)));
    Facts facts =
        Facts.NONE
            .with("policy", policy)
            .with("from", history.from())
            .with("to", history.to())
            .with("runs", Node.of(starts))
            .with("refused", refused)
            .with("halted", halted);
    if (degraded.isPresent()) {
      facts = facts.with("degradedHours", hours(degraded.get()));
    }
    if (falseTriggers.isPresent()) {
      facts = facts.with("falseTriggers", falseTriggers.get());
    }
    if (costs.isPresent()) {
      facts =
          facts
              .with("spent", spent().orElse(CostTotal.NONE).toNode())
              .with("avoided", avoided().orElse(CostTotal.NONE).toNode())
              .with("costs", Node.of(costs.get().stream().map(QuarterCost::toNode).toList()));
    }
    return facts.with("assumptions", BacktestText.assumptions(this)).toNode();
  }

  private static Node start(Start start) {
    Facts facts =
        Facts.NONE
            .with("at", start.at())
            .with("rule", start.rule())
            .with("what", start.what())
            .with("why", start.why());
    return start.cost().map(cost -> facts.with("cost", cost.toNode())).orElse(facts).toNode();
  }

  /** Returns runs, sums and assumptions as text. */
  public String toText() {
    return BacktestText.of(this);
  }

  /** Returns what the figures rest on, by subject. */
  public Map<String, String> said() {
    return BacktestText.said(this);
  }

  /** Policies side by side, for people. */
  public static String compare(List<BacktestReport> reports) {
    return BacktestText.compare(reports);
  }

  static double hours(Duration duration) {
    return duration.toMinutes() / 60.0;
  }
}
