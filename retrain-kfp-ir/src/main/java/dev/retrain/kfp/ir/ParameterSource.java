package dev.retrain.kfp.ir;

/** Where a task's input parameter comes from. */
public sealed interface ParameterSource
    permits TaskOutput, ParameterSource.Parent, ParameterSource.Fixed, RunFact {

  /**
   * An input parameter of the component that the task's graph belongs to.
   *
   * @param name of that input
   */
  record Parent(String name) implements ParameterSource {}

  /**
   * A value known when the definition is written.
   *
   * @param value it
   */
  record Fixed(Constant value) implements ParameterSource {}
}
