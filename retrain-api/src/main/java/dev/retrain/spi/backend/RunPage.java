package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list of runs.
 *
 * @param runs in the order of the list
 * @param next what asks for the part after it; empty for the last part
 */
public record RunPage(List<RunSummary> runs, Optional<String> next) {
  /** Copies the list. */
  public RunPage {
    runs = List.copyOf(runs);
    requireNonNull(next);
  }

  /** Returns the only part of a list. */
  public static RunPage all(List<RunSummary> runs) {
    return new RunPage(runs, Optional.empty());
  }
}
