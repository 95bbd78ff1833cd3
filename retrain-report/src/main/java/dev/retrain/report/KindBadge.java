package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.util.Locale;

/** What was decided as a coloured word with a sign, so that it reads without colours. */
final class KindBadge {

  private KindBadge() {}

  static Element of(Decision decision) {
    return VerdictBadge.badge(style(decision), sign(decision), word(decision));
  }

  static Element underWay() {
    return VerdictBadge.badge("act", "…", "under way");
  }

  static String word(Decision decision) {
    return decision.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String sign(Decision decision) {
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

  static String style(Decision decision) {
    return switch (decision.kind()) {
      case PROMOTED -> "good";
      case ROLLED_BACK, REJECTED, RUN_FAILED, HALTED -> "bad";
      case REFUSED, DUPLICATE, UNDECIDED, APPROVAL_ASKED -> "unsure";
      case HOLD, SUBMITTED -> "quiet";
      default -> "act";
    };
  }

  /** Whether a chart marks it: what reached users, and what was kept from them. */
  static boolean isMarked(Decision decision) {
    return switch (decision.kind()) {
      case PROMOTED, ROLLED_BACK, REJECTED, RUN_FAILED, HALTED -> true;
      default -> false;
    };
  }
}
