package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive decisions shown as one row: holds of one month that differ only in their numbers.
 *
 * @param first the first decision
 * @param last the last decision
 * @param count how many there are
 */
record FoldedDecisions(Decision first, Decision last, int count) {

  /** Folds decisions, which are in order. */
  static List<FoldedDecisions> of(List<Decision> decisions) {
    List<FoldedDecisions> folded = new ArrayList<>();
    for (Decision decision : decisions) {
      int end = folded.size() - 1;
      if (end >= 0 && folded.get(end).includes(decision)) {
        folded.set(end, folded.get(end).with(decision));
      } else {
        folded.add(new FoldedDecisions(decision, decision, 1));
      }
    }
    return folded;
  }

  private boolean includes(Decision next) {
    return first.kind() == Decision.Kind.HOLD
        && next.kind() == Decision.Kind.HOLD
        && reason(next).equals(reason(first))
        && next.at().toString().substring(0, 7).equals(first.at().toString().substring(0, 7));
  }

  private static String reason(Decision decision) {
    String text = decision.rule() + " " + decision.what() + " " + decision.why();
    return text.replaceAll("[0-9]+([.:][0-9]+)*", "#");
  }

  private FoldedDecisions with(Decision next) {
    return new FoldedDecisions(first, next, count + 1);
  }
}
