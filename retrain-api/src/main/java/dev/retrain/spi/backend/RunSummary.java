package dev.retrain.spi.backend;

import dev.retrain.api.pipeline.Pipeline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A run in a list.
 *
 * @param nativeId the service's own name for it
 * @param key its key; empty for a run started elsewhere
 * @param pipeline the pipeline's name
 * @param started when it was created
 * @param status its status
 * @param tags it carries
 * @param model {@link #model(Pipeline)}; empty where the service does not tell
 * @param definition the content hash of its pipeline; empty where the service does not tell
 */
public record RunSummary(
    String nativeId,
    Optional<RunKey> key,
    String pipeline,
    Instant started,
    RunStatus status,
    Map<String, String> tags,
    Optional<String> model,
    Optional<String> definition) {
  /** Copies the tags. */
  public RunSummary {
    tags = Map.copyOf(tags);
  }

  /** Creates the summary of a run whose definition the service does not tell. */
  public RunSummary(
      String nativeId,
      Optional<RunKey> key,
      String pipeline,
      Instant started,
      RunStatus status,
      Map<String, String> tags) {
    this(nativeId, key, pipeline, started, status, tags, Optional.empty(), Optional.empty());
  }

  /** Returns a copy with the model and the content hash of a pipeline. */
  public RunSummary of(Pipeline pipelineOfRun) {
    return new RunSummary(
        nativeId,
        key,
        pipeline,
        started,
        status,
        tags,
        Optional.of(model(pipelineOfRun)),
        Optional.of(pipelineOfRun.contentHash()));
  }

  /**
   * Returns the name under which runs of a pipeline are listed: the model it registers, or the
   * pipeline's own name where it registers none.
   */
  public static String model(Pipeline pipeline) {
    return pipeline.gate().map(gate -> gate.registration().modelName()).orElseGet(pipeline::name);
  }
}
