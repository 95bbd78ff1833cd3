package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Durations;
import java.time.Duration;

/**
 * Holds how long a step uses its machines, and how that is known.
 *
 * @param duration duration, not negative
 * @param basis source of the duration
 * @param runs number of earlier runs it is based on; 0 for another basis
 */
public record MachineTime(Duration duration, Basis basis, int runs) {

  /** The source of a duration. */
  public enum Basis {
    /** The median of the step's durations on the same machines in earlier runs. */
    EARLIER_RUNS,
    /** The expected duration declared by the step. */
    DECLARED,
    /** The step's time limit, an upper bound. */
    TIME_LIMIT,
    /** An assumption of the caller. */
    ASSUMED,
    /** The measured duration. */
    MEASURED,
    /** The duration that the service bills. */
    BILLED,
    /** Zero: the step did not run, or its result was reused from an earlier run. */
    NOT_RUN,
    /** The measured duration of a step that did not succeed, which is no basis for other runs. */
    CUT_SHORT
  }

  /** Checks the range. */
  public MachineTime {
    requireNonNull(basis);
    if (duration.isNegative() || runs < 0) {
      throw new IllegalArgumentException("a duration must not be negative, is " + duration);
    }
  }

  static MachineTime of(Duration duration, Basis basis) {
    return new MachineTime(duration, basis, 0);
  }

  /** Returns a text such as {@code 20m, median of 5 runs}. */
  @Override
  public String toString() {
    String source =
        switch (basis) {
          case EARLIER_RUNS -> runs == 1 ? "as in the run before" : "median of " + runs + " runs";
          case DECLARED -> "as the step expects";
          case TIME_LIMIT -> "at most, its time limit";
          case ASSUMED -> "assumed";
          case MEASURED -> "measured";
          case BILLED -> "billed by the service";
          case NOT_RUN -> "did not run";
          case CUT_SHORT -> "measured, did not end well";
        };
    return Durations.format(Duration.ofMillis(duration.toMillis())) + ", " + source;
  }
}
