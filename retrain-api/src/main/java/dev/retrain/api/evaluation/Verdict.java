package dev.retrain.api.evaluation;

import dev.retrain.api.document.Node;

/** The verdict of an evaluator on a challenger. */
public sealed interface Verdict {

  /**
   * The challenger deserves a rollout.
   *
   * @param why the reason in one sentence
   * @param evidence the numbers behind it; aggregates, never rows
   */
  record Promote(String why, Node.Mapping evidence) implements Verdict {}

  /**
   * The challenger is not good enough.
   *
   * @param why the reason in one sentence
   * @param evidence the numbers behind it; aggregates, never rows
   */
  record Reject(String why, Node.Mapping evidence) implements Verdict {}

  /** The data does not suffice for a verdict; the reason states how much would. */
  record Undecided(String why, Node.Mapping evidence) implements Verdict {}

  /** Returns the reason in one sentence. */
  String why();

  /** Returns the numbers behind the verdict. */
  Node.Mapping evidence();
}
