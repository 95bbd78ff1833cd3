package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import java.util.List;
import java.util.Optional;

/**
 * The result of a rollout, derived from its decisions.
 *
 * @param decisions the decisions of the rollout, in order
 */
record CanaryResult(List<Decision> decisions) {

  private static final String INCONCLUSIVE = "rollback: inconclusive";

  /** Copies the decisions. */
  CanaryResult {
    decisions = List.copyOf(decisions);
  }

  /** Returns the result of the last rollout of a log. */
  static CanaryResult of(List<Decision> log) {
    int start = 0;
    for (int i = 0; i < log.size(); i++) {
      start = log.get(i).kind() == Kind.ROLLOUT_STARTED ? i : start;
    }
    return new CanaryResult(log.subList(start, log.size()));
  }

  private Optional<Decision> last() {
    return decisions.stream()
        .filter(
            decision ->
                decision.kind() == Kind.PROMOTED
                    || decision.kind() == Kind.ROLLED_BACK
                    || decision.kind() == Kind.HALTED)
        .reduce((earlier, later) -> later);
  }

  private Kind kind() {
    return last().map(Decision::kind).orElse(Kind.HALTED);
  }

  private boolean inconclusive() {
    return rule().equals(INCONCLUSIVE);
  }

  String rule() {
    return last().map(Decision::rule).orElse("interrupted");
  }

  String why() {
    return last()
        .map(Decision::why)
        .orElse("the rollout is still in progress; run the same command to continue");
  }

  Node.Mapping evidence() {
    return last().map(Decision::evidence).orElseGet(() -> Node.of(java.util.Map.of()));
  }

  Optional<Node> plan() {
    return decisions.stream().findFirst().flatMap(first -> first.evidence().get("plan"));
  }

  Optional<Node> champion() {
    return decisions.stream().findFirst().flatMap(first -> first.evidence().get("champion"));
  }

  String verdict() {
    if (kind() == Kind.PROMOTED) {
      return "promoted";
    } else if (kind() == Kind.ROLLED_BACK) {
      return inconclusive() ? "inconclusive" : "rolled_back";
    }
    return "halted";
  }

  String describe() {
    return inconclusive() ? "rolled back, inconclusive" : verdict().replace('_', ' ');
  }

  int exitCode() {
    if (kind() == Kind.PROMOTED) {
      return ExitCode.DONE;
    } else if (kind() == Kind.ROLLED_BACK) {
      return inconclusive() ? ExitCode.UNDECIDED : ExitCode.NO;
    }
    return ExitCode.FAILED;
  }
}
