package dev.retrain.runtime.phase;

import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;

/** Tells which runs that began elsewhere are judged like any other. */
public final class AdoptableRuns {

  private AdoptableRuns() {}

  /**
   * Returns whether a run gives a version, may still give one, or was started by a schedule: what
   * becomes of a run that the policy left to the backend is in its log, a failure too.
   */
  public static boolean test(RunSummary run) {
    return !run.status().terminal()
        || run.status() instanceof RunStatus.Succeeded
        || run.tags().containsKey(RunSchedule.TAG);
  }
}
