package dev.retrain.api.evaluation;

import dev.retrain.api.document.Node;

/** What an evaluator says about a challenger. */
public sealed interface Verdict {

  /** The challenger deserves a rollout. */
  record Promote(String why, Node.Mapping evidence) implements Verdict {}

  /** The challenger is not good enough. */
  record Reject(String why, Node.Mapping evidence) implements Verdict {}

  /** There is not enough data to say; the words name how much would do. */
  record Undecided(String why, Node.Mapping evidence) implements Verdict {}

  /** The reason in one sentence. */
  String why();

  /** The numbers behind it. */
  Node.Mapping evidence();
}
