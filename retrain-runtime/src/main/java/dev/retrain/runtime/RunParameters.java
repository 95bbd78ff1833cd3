package dev.retrain.runtime;

import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.DataWindow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Sets the pipeline parameters of a run; called once, when the run is decided on. A pipeline that
 * declares {@code window_from}, {@code window_to}, {@code window_rows} or {@code window_schema}
 * receives start, end, rows and schema of the newest data window in them, unless this sets them
 * otherwise.
 */
@FunctionalInterface
public interface RunParameters {

  /** Leaves every other parameter at its default. */
  RunParameters DEFAULTS = (retraining, latest, now) -> Map.of();

  /**
   * Returns the parameters of a run.
   *
   * @param latest the newest data window
   * @return parameter to value; those left out have their default
   */
  Map<String, String> of(Retraining retraining, Optional<DataWindow> latest, Instant now);
}
