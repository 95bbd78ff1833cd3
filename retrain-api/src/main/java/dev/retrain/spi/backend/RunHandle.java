package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

/**
 * A run as the backend knows it.
 *
 * @param key names the run
 * @param nativeId the service's own name for it
 */
public record RunHandle(RunKey key, String nativeId) {
  /** Checks that nothing is missing. */
  public RunHandle {
    requireNonNull(key);
    requireNonNull(nativeId);
  }
}
