package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Durations;
import java.time.Duration;

/**
 * How long a step takes its machines, and how that is known.
 *
 * @param duration not negative
 * @param basis how it is known
 * @param runs how many earlier runs it is taken from; 0 unless the basis is those
 */
public record MachineTime(Duration duration, Basis basis, int runs) {

  /** How a time is known. */
  public enum Basis {
    /** The median of what the step took on the same machines in earlier runs. */
    EARLIER_RUNS,
    /** The step says how long it is likely to take. */
    DECLARED,
    /** The step is killed then: an upper bound. */
    TIME_LIMIT,
    /** It is an assumption of the caller. */
    ASSUMED,
    /** It took so long. */
    MEASURED,
    /** It did not run, or its result was taken from an earlier run. */
    NOT_RUN,
    /** It took so long and did not end well, so that it says nothing about other runs. */
    CUT_SHORT
  }

  /** Checks the range. */
  public MachineTime {
    requireNonNull(basis);
    if (duration.isNegative() || runs < 0) {
      throw new IllegalArgumentException("a time is not negative, is " + duration);
    }
  }

  static MachineTime of(Duration duration, Basis basis) {
    return new MachineTime(duration, basis, 0);
  }

  /** {@code 20m, the median of 5 earlier runs}. */
  @Override
  public String toString() {
    String words =
        switch (basis) {
          case EARLIER_RUNS -> runs == 1 ? "as in the run before" : "median of " + runs + " runs";
          case DECLARED -> "as the step expects";
          case TIME_LIMIT -> "at most, its time limit";
          case ASSUMED -> "assumed";
          case MEASURED -> "measured";
          case NOT_RUN -> "did not run";
          case CUT_SHORT -> "measured, did not end well";
        };
    return Durations.format(Duration.ofMillis(duration.toMillis())) + ", " + words;
  }
}
