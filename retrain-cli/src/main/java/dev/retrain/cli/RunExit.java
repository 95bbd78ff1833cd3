package dev.retrain.cli;

import dev.retrain.spi.backend.RunStatus;

/** Derives the exit code of a command from how a run stands. */
final class RunExit {

  private RunExit() {}

  static int code(RunStatus status) {
    if (status instanceof RunStatus.Rejected) {
      return ExitCode.NO;
    }
    if (status instanceof RunStatus.Undecided) {
      return ExitCode.UNDECIDED;
    }
    boolean failed =
        status instanceof RunStatus.Failed
            || status instanceof RunStatus.Lost
            || status instanceof RunStatus.Cancelled;
    return failed ? ExitCode.FAILED : ExitCode.DONE;
  }
}
