package dev.retrain.backend.local;

/**
 * A step as a Java function in the same process, bound to an image: for tests and small models.
 * Called from several threads at once when steps run in parallel.
 */
@FunctionalInterface
public interface StepFunction {

  /**
   * Does the step's work: reads its inputs, writes its outputs.
   *
   * @param call what goes in and where results go
   * @throws Exception to fail the step; its message and stack trace end up in the step's log
   */
  void run(StepCall call) throws Exception;
}
