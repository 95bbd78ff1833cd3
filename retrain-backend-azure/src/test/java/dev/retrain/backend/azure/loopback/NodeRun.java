package dev.retrain.backend.azure.loopback;

import java.util.List;
import java.util.Map;

/**
 * A node of a pipeline job.
 *
 * @param name of the node
 * @param status its status
 * @param why it failed; else empty
 * @param outputs the addresses of its outputs, by name
 * @param log the last lines its container printed
 */
record NodeRun(
    String name, Status status, String why, Map<String, String> outputs, List<String> log) {

  /** Statuses of a job, as far as they are final. */
  enum Status {
    COMPLETED,
    FAILED,
    CANCELED
  }

  boolean isWell() {
    return status == Status.COMPLETED;
  }
}
