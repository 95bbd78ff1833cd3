package dev.retrain.runtime.router;

import dev.retrain.serving.HostedVersion;
import java.time.Duration;
import java.util.Map;

/**
 * Represents one use of a model, from {@link ModelRouter#choose} to {@link #close}. The model stays
 * loaded that long. A call that was closed without {@link #predicted} or {@link #answered} counts
 * as an error. Not thread-safe.
 *
 * @param <M> the application's model
 */
public final class RoutedCall<M> implements AutoCloseable {

  private final ModelRouter<M> router;
  private final HostedVersion<M> version;
  private final M model;
  private final long since = System.nanoTime();
  private boolean succeeded;
  private boolean closed;

  RoutedCall(ModelRouter<M> router, HostedVersion<M> version, M model) {
    this.router = router;
    this.version = version;
    this.model = model;
  }

  /** Returns the version that serves the key. */
  public String version() {
    return version.registered().version();
  }

  /** Returns its model. */
  public M model() {
    return model;
  }

  /**
   * Records that the call was answered with a score, to be joined with its outcome.
   *
   * @param id id of the prediction for {@link ModelRouter#outcome}
   * @param features input of the model
   * @param score finite
   * @throws IllegalArgumentException if the score is not finite; the call then counts as an error
   */
  public void predicted(String id, Map<String, ?> features, double score) {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("a score must be finite, is " + score);
    }
    succeeded = true;
    router.record(id, version(), features, score);
  }

  /** Records that the call was answered without a score. */
  public void answered() {
    succeeded = true;
  }

  /** Ends the call and counts it; further calls do nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    if (succeeded) {
      version.counter().answered(took);
    } else {
      version.counter().failed(took);
    }
    version.leave();
  }
}
