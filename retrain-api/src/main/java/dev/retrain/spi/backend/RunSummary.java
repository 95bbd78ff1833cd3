package dev.retrain.spi.backend;

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
 */
public record RunSummary(
    String nativeId,
    Optional<RunKey> key,
    String pipeline,
    Instant started,
    RunStatus status,
    Map<String, String> tags) {
  /** Copies the tags. */
  public RunSummary {
    tags = Map.copyOf(tags);
  }
}
