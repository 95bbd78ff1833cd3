package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.util.Locale;

/** Shows the kind of a decision as a coloured word with a symbol, readable without colours. */
final class KindBadge {

  private KindBadge() {}

  static Element of(Decision decision) {
    return VerdictBadge.badge(style(decision), symbol(decision), word(decision));
  }

  static Element inProgress() {
    return VerdictBadge.badge("act", "…", "in progress");
  }

  static String word(Decision decision) {
    return decision.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String symbol(Decision decision) {
    return switch (decision.kind()) {
      case PROMOTED -> "▲";
      case ROLLED_BACK -> "▼";
      case REJECTED, RUN_FAILED -> "✕";
      case HALTED -> "■";
      case HOLD -> "·";
      case REFUSED, DUPLICATE -> "–";
      case UNDECIDED, APPROVAL_ASKED -> "?";
      default -> "→";
    };
  }

  /** A promotion without evidence, as its policy allows, is not shown as proven. */
  static String style(Decision decision) {
    return switch (decision.kind()) {
      case PROMOTED -> decision.evidence().get("unproven").isPresent() ? "unsure" : "good";
      case ROLLED_BACK, REJECTED, RUN_FAILED, HALTED -> "bad";
      case REFUSED, DUPLICATE, UNDECIDED, APPROVAL_ASKED -> "unsure";
      case HOLD, SUBMITTED -> "quiet";
      default -> "act";
    };
  }

  /** Returns whether charts mark the decision. */
  static boolean isMarked(Decision decision) {
    return switch (decision.kind()) {
      case PROMOTED, ROLLED_BACK, REJECTED, RUN_FAILED, HALTED -> true;
      default -> false;
    };
  }
}
