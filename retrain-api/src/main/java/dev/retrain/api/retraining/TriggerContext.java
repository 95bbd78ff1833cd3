package dev.retrain.api.retraining;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.FlagSource;
import dev.retrain.api.source.MetricSource;
import java.time.Instant;
import java.util.Optional;

/** The observations available to a trigger at one evaluation. */
public interface TriggerContext {

  /** The largest number of characters a trigger may keep. */
  int LONGEST_MEMORY = 256 * 1024;

  /** Returns the name of the retraining. */
  String retraining();

  /** Returns the time of this evaluation. */
  Instant now();

  /** Returns the time of the evaluation before; empty at the first. */
  Optional<Instant> lastLook();

  /** Returns the live version; empty before the first promotion. */
  Optional<ModelVersion> champion();

  /** Returns the time at which the champion was promoted; empty before the first promotion. */
  Optional<Instant> championSince();

  /** Returns the retraining's metrics. */
  MetricSource metrics();

  /** Returns the retraining's data windows. */
  DataWindows data();

  /** Returns the application's flags. */
  FlagSource flags();

  /**
   * Returns the id of the firing that led to this trigger's last run, the empty text before the
   * first; empty if the trigger is part of another. A trigger that fires for a moment, such as a
   * time of day, fires on until this is its id: a guard may delay a firing, but must not lose it.
   */
  default Optional<String> actedOn() {
    return Optional.empty();
  }

  /** Returns the text this trigger kept at the evaluation before; empty at the first. */
  Optional<String> recall();

  /**
   * Keeps a text for the next evaluation, saved together with the decision. A text that is too long
   * is not kept: the trigger is undecided, and the decision log states why.
   *
   * @param memory at most {@link #LONGEST_MEMORY} characters
   * @throws dev.retrain.api.error.PermanentFailure if it is longer
   */
  void remember(String memory);
}
