package dev.retrain.api.retraining;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.FlagSource;
import dev.retrain.api.source.MetricSource;
import java.time.Instant;
import java.util.Optional;

/** What a trigger can see at one look. */
public interface TriggerContext {

  /** How many characters a trigger may keep: a quarter of a million. */
  int LONGEST_MEMORY = 256 * 1024;

  /** The name of the retraining. */
  String retraining();

  /** The time of the look. */
  Instant now();

  /** The time of the look before; empty at the first. */
  Optional<Instant> lastLook();

  /** The live version; empty before the first promotion. */
  Optional<ModelVersion> champion();

  /** Since when the champion is live; empty before the first promotion. */
  Optional<Instant> championSince();

  /** The retraining's metrics. */
  MetricSource metrics();

  /** The retraining's data windows. */
  DataWindows data();

  /** The application's flags. */
  FlagSource flags();

  /** What this trigger remembered at the look before; empty at the first. */
  Optional<String> recall();

  /**
   * Keeps a text for the next look; saved together with the decision. One that is too long is kept
   * not at all: the trigger is undecided, and the decision log says why.
   *
   * @param memory at most {@link #LONGEST_MEMORY} characters
   * @throws dev.retrain.api.error.PermanentFailure if it is longer
   */
  void remember(String memory);
}
