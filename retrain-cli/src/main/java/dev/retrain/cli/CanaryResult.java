package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import java.util.List;
import java.util.Optional;

/**
 * How a rollout ended, as its decisions say.
 *
 * @param decisions of this rollout, in order
 */
record CanaryResult(List<Decision> decisions) {

  private static final String INCONCLUSIVE = "rollback: inconclusive";

  /** Copies the decisions. */
  CanaryResult {
    decisions = List.copyOf(decisions);
  }

  /** Of the rollout begun last. */
  static CanaryResult of(List<Decision> log) {
    int begun = 0;
    for (int i = 0; i < log.size(); i++) {
      begun = log.get(i).kind() == Kind.ROLLOUT_STARTED ? i : begun;
    }
    return new CanaryResult(log.subList(begun, log.size()));
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
    return last().map(Decision::why).orElse("it is not over; the same command goes on");
  }

  Node.Mapping evidence() {
    return last().map(Decision::evidence).orElseGet(() -> Node.of(java.util.Map.of()));
  }

  Optional<Node> plan() {
    return decisions.stream().findFirst().flatMap(begun -> begun.evidence().get("plan"));
  }

  Optional<Node> champion() {
    return decisions.stream().findFirst().flatMap(begun -> begun.evidence().get("champion"));
  }

  String verdict() {
    if (kind() == Kind.PROMOTED) {
      return "promoted";
    } else if (kind() == Kind.ROLLED_BACK) {
      return inconclusive() ? "inconclusive" : "rolled_back";
    }
    return "halted";
  }

  String words() {
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
