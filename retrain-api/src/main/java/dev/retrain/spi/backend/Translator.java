package dev.retrain.spi.backend;

import dev.retrain.api.pipeline.Pipeline;
import java.util.Map;

/**
 * The part of a backend that makes no calls: it declares what the backend can do and translates
 * pipelines. Deterministic: no clock, no random names, no vendor class. Thread-safe.
 */
public interface Translator {

  /** Returns what the backend declares for each capability. */
  Capabilities capabilities();

  /** Finds every problem that would prevent the backend from running the pipeline. */
  Preflight preflight(Pipeline pipeline);

  /**
   * Translates the pipeline into the service's own definition.
   *
   * @throws dev.retrain.api.error.RetrainException as {@link Preflight#orThrow} when preflight
   *     finds an error
   */
  NativeDefinition translate(Pipeline pipeline);

  /**
   * Returns the tags of one run as the service can hold them: those of a {@link Submission},
   * provenance included, in addition to what {@link #translate} writes. Keys that differ stay
   * different. By default the tags are unchanged.
   *
   * @throws dev.retrain.api.error.ConfigurationProblem if the service accepts fewer
   */
  default Map<String, String> runTags(Map<String, String> tags) {
    return Map.copyOf(tags);
  }

  /** Returns what would happen, step by step; never throws for a pipeline that cannot run. */
  Plan plan(Pipeline pipeline);
}
