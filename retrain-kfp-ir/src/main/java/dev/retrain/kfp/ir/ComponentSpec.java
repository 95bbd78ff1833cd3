package dev.retrain.kfp.ir;

/**
 * A reusable piece of a pipeline: one executor, or a graph of tasks.
 *
 * @param inputs what it takes in
 * @param outputs what it gives out
 * @param implementation what it is made of
 */
public record ComponentSpec(Inputs inputs, Outputs outputs, Implementation implementation) {

  /** What a component is made of. */
  public sealed interface Implementation permits ExecutorLabel, Dag {}

  /**
   * One executor.
   *
   * @param label its key among the executors
   */
  public record ExecutorLabel(String label) implements Implementation {}
}
