package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;

/** Where an input of a task comes from. */
sealed interface Source {

  /** An input of the component whose graph the task is in. */
  record Parent(String name) implements Source {}

  /** An output of a task of the same graph. */
  record Output(String task, String key) implements Source {}

  /** A value of the definition; a whole text may be a marker that the service replaces. */
  record Constant(Node value) implements Source {}

  /** How a task of the same graph ended. */
  record FinalStatus(String task) implements Source {}
}
