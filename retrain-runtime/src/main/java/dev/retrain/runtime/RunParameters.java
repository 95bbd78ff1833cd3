package dev.retrain.runtime;

import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.DataWindow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Says what a run's pipeline parameters are; asked once, when a run is decided on. */
@FunctionalInterface
public interface RunParameters {

  /** Every parameter has its default. */
  RunParameters DEFAULTS = (retraining, latest, now) -> Map.of();

  /**
   * The parameters of a run.
   *
   * @param latest the newest data window
   * @return parameter to value; those left out have their default
   */
  Map<String, String> of(Retraining retraining, Optional<DataWindow> latest, Instant now);
}
