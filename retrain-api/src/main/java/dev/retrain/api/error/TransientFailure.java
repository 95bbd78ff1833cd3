package dev.retrain.api.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that may pass by itself: the same call may succeed at the next tick. */
public final class TransientFailure extends RetrainException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  /** A failure about which nothing more is known. */
  public TransientFailure(String message) {
    this(message, FailureContext.none(), null);
  }

  /** A failure with its cause. */
  public TransientFailure(String message, @Nullable Throwable cause) {
    this(message, FailureContext.none(), cause);
  }

  /** A failure with what is known about it. */
  public TransientFailure(String message, FailureContext context, @Nullable Throwable cause) {
    this(message, context, cause, null);
  }

  /**
   * A failure after which the service asked for a pause.
   *
   * @param retryAfter what the service's Retry-After said, if it said anything
   */
  public TransientFailure(
      String message,
      FailureContext context,
      @Nullable Throwable cause,
      @Nullable Duration retryAfter) {
    super(message, context, cause);
    this.retryAfter = retryAfter;
  }

  /** How long the service asked to be left alone. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
