package dev.retrain.backend.sagemaker.loopback;

import dev.retrain.api.document.Node;
import java.util.List;

/**
 * A step of an execution, as ListPipelineExecutionSteps shows it.
 *
 * @param name of the step
 * @param type such as {@code Processing}
 * @param status its status
 * @param reason why it failed; else empty
 * @param properties what later steps may read of it: the description of its job
 * @param log the last lines its container printed
 * @param cacheHit whether the result of an earlier execution was taken
 */
record StepRecord(
    String name,
    String type,
    Status status,
    String reason,
    Node properties,
    List<String> log,
    boolean cacheHit) {

  /** Statuses of a step that has begun. */
  enum Status {
    SUCCEEDED,
    FAILED,
    STOPPED
  }

  static StepRecord succeeded(String name, String type, Node properties, List<String> log) {
    return new StepRecord(name, type, Status.SUCCEEDED, "", properties, log, false);
  }

  StepRecord cached() {
    return new StepRecord(name, type, status, reason, properties, log, true);
  }

  boolean isWell() {
    return status == Status.SUCCEEDED;
  }
}
