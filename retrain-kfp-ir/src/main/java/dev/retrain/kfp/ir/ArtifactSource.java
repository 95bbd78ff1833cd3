package dev.retrain.kfp.ir;

/** Where a task's input artifact comes from. */
public sealed interface ArtifactSource permits TaskOutput, ArtifactSource.Parent {

  /**
   * An input artifact of the component that the task's graph belongs to.
   *
   * @param name of that input
   */
  record Parent(String name) implements ArtifactSource {}
}
