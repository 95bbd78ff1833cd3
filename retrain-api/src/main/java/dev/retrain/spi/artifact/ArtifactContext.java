package dev.retrain.spi.artifact;

import java.time.Duration;

/**
 * What the embedding program passes to a store.
 *
 * @param deadline of each request, and of each read of an opened stream; positive
 */
public record ArtifactContext(Duration deadline) {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** Checks that the deadline is positive. */
  public ArtifactContext {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a deadline is positive, got " + deadline);
    }
  }

  /** Returns a context with a deadline of 30 seconds. */
  public static ArtifactContext standard() {
    return new ArtifactContext(DEADLINE);
  }
}
