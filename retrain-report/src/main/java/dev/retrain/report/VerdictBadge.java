package dev.retrain.report;

import dev.retrain.drift.detect.DriftVerdict;

/** A verdict as a coloured word with a sign, so that it reads without colours. */
final class VerdictBadge {

  private VerdictBadge() {}

  static Element of(DriftVerdict verdict) {
    return switch (verdict) {
      case DRIFT -> badge("bad", "▲", "drift");
      case NO_DRIFT -> badge("good", "●", "no drift");
      case INSUFFICIENT_DATA -> badge("unsure", "?", "not enough data");
    };
  }

  static Element badge(String style, String sign, String word) {
    return Element.styled("span", "badge " + style)
        .add(Element.of("span", sign).with("aria-hidden", "true"))
        .text(" " + word);
  }
}
