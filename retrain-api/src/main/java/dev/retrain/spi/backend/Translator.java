package dev.retrain.spi.backend;

import dev.retrain.api.pipeline.Pipeline;
import java.util.Map;

/**
 * The pure half of a backend: what it can do, and what a pipeline becomes on it. Deterministic,
 * with no clock, no random names, no call to the outside and no vendor class. Thread-safe.
 */
public interface Translator {

  /** What the backend declares. */
  Capabilities capabilities();

  /** Everything that would keep the backend from running the pipeline. */
  Preflight preflight(Pipeline pipeline);

  /**
   * The pipeline as the service understands it.
   *
   * @throws dev.retrain.api.error.RetrainException as {@link Preflight#orThrow} when preflight
   *     finds an error
   */
  NativeDefinition translate(Pipeline pipeline);

  /**
   * The tags of one run as the service can hold them: those of a {@link Submission}, provenance
   * included, beside what {@link #translate} writes. Keys that differ stay different. As they are,
   * unless the service has a form for tags.
   *
   * @throws dev.retrain.api.error.ConfigurationProblem if the service cannot hold so many
   */
  default Map<String, String> runTags(Map<String, String> tags) {
    return Map.copyOf(tags);
  }

  /** What would happen step by step; never throws for a pipeline that cannot run. */
  Plan plan(Pipeline pipeline);
}
