package dev.retrain.api.pipeline;

import java.time.Duration;

/**
 * Whether a step's outputs may be taken from an earlier run with the same key. The key covers
 * image, command, parameters, hyperparameters and the content hash of every input. Off by default.
 *
 * @param maxAge how old the earlier run may be, above zero
 */
public record CachePolicy(Duration maxAge) {

  /** Checks the range. */
  public CachePolicy {
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("the age of a cached result must be above zero");
    }
  }
}
