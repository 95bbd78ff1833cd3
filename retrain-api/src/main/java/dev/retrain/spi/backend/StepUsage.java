package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a step used.
 *
 * @param machine the machine's type as price lists name it
 * @param count how many of them, at least 1
 * @param duration on each of them
 * @param basis where the duration is from
 */
public record StepUsage(String machine, int count, Duration duration, Basis basis) {

  /** Where a duration is from. */
  public enum Basis {
    /** The service bills it. */
    BILLED,
    /** It lies between the start and the end that were seen. */
    MEASURED
  }

  /** Checks the ranges. */
  public StepUsage {
    requireNonNull(machine);
    requireNonNull(basis);
    if (count < 1 || duration.isNegative()) {
      throw new IllegalArgumentException(
          "a usage needs a machine and a duration from 0: " + count + " for " + duration);
    }
  }
}
