package dev.retrain.runtime.backtest;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.backtest.BacktestReport.Start;
import dev.retrain.runtime.evidence.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the replays of two policies, for the review of a change. A run that both would have
 * started at the same look is the same run.
 *
 * @param proposed the new policy's replay
 * @param base that of the policy in its place today
 */
public record PolicyChange(BacktestReport proposed, BacktestReport base) {

  /** Checks that nothing is missing. */
  public PolicyChange {
    requireNonNull(proposed);
    requireNonNull(base);
  }

  /** Runs that only the proposed policy would have started, oldest first. */
  public List<Start> added() {
    return without(proposed, base);
  }

  /** Runs that only the policy of today would have started, oldest first. */
  public List<Start> removed() {
    return without(base, proposed);
  }

  /** Returns how many runs both would have started. */
  public int kept() {
    return proposed.runs().size() - added().size();
  }

  private static List<Start> without(BacktestReport some, BacktestReport others) {
    Set<Instant> known = others.runs().stream().map(Start::at).collect(Collectors.toSet());
    return some.runs().stream().filter(start -> !known.contains(start.at())).toList();
  }

  /** Returns the document form. */
  public Node toNode() {
    return Facts.NONE
        .with("proposed", proposed.policy())
        .with("base", base.policy())
        .with("added", runs(added()))
        .with("removed", runs(removed()))
        .with("kept", kept())
        .toNode();
  }

  private static Node runs(List<Start> starts) {
    return Node.of(
        starts.stream()
            .map(
                start ->
                    (Node)
                        Facts.NONE
                            .with("at", start.at())
                            .with("rule", start.rule())
                            .with("why", start.why())
                            .toNode())
            .toList());
  }

  /** Returns one sentence for people. */
  public String sentence() {
    return proposed.policy()
        + " in place of "
        + base.policy()
        + ": "
        + added().size()
        + " runs added, "
        + removed().size()
        + " removed, "
        + kept()
        + " kept";
  }

  /** Returns a comment for a pull request, in GitHub's Markdown. */
  public String toMarkdown() {
    return ChangeComment.of(this);
  }
}
