package dev.retrain.testkit.kfp;

import java.util.List;

/** How a task ended. */
record TaskEnd(IrTaskState state, Outputs outputs, String error, List<String> log) {

  static TaskEnd well(Outputs outputs, List<String> log) {
    return new TaskEnd(IrTaskState.SUCCEEDED, outputs, "", log);
  }

  static TaskEnd cached(Outputs outputs) {
    return new TaskEnd(IrTaskState.CACHED, outputs, "", List.of());
  }

  static TaskEnd failed(String error, List<String> log) {
    return new TaskEnd(IrTaskState.FAILED, Outputs.NONE, error, log);
  }

  static TaskEnd notTriggered(String why) {
    return new TaskEnd(IrTaskState.NOT_TRIGGERED, Outputs.NONE, why, List.of());
  }

  static TaskEnd cancelled(List<String> log) {
    return new TaskEnd(IrTaskState.CANCELLED, Outputs.NONE, "the run was cancelled", log);
  }
}
