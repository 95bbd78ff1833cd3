package dev.retrain.api.backend;

import dev.retrain.api.pipeline.Pipeline;

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

  /** What would happen step by step; never throws for a pipeline that cannot run. */
  Plan plan(Pipeline pipeline);
}
