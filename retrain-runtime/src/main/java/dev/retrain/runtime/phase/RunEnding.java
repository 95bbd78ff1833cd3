package dev.retrain.runtime.phase;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.evidence.Facts;

/** How a run ended, in the words of a decision. */
record RunEnding(String rule, String what, String why, Node.Mapping evidence) {
  RunEnding(String rule, String what, String why) {
    this(rule, what, why, Facts.NONE.toNode());
  }
}
