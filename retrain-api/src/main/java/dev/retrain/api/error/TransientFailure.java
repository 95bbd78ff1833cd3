package dev.retrain.api.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that may pass: the same call may succeed at the next tick. */
public final class TransientFailure extends RetrainException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  /** Creates a failure from its message. */
  public TransientFailure(String message) {
    this(message, FailureContext.none(), null);
  }

  /** Creates a failure with its cause. */
  public TransientFailure(String message, @Nullable Throwable cause) {
    this(message, FailureContext.none(), cause);
  }

  /** Creates a failure with its context and cause. */
  public TransientFailure(String message, FailureContext context, @Nullable Throwable cause) {
    this(message, context, cause, null);
  }

  /**
   * Creates a failure after which the service requested a pause.
   *
   * @param retryAfter the service's Retry-After, if there was one
   */
  public TransientFailure(
      String message,
      FailureContext context,
      @Nullable Throwable cause,
      @Nullable Duration retryAfter) {
    super(message, context, cause);
    this.retryAfter = retryAfter;
  }

  /** Returns the pause that the service requested, if it requested one. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  @Override
  RetrainException copy(String message, FailureContext all) {
    return new TransientFailure(message, all, getCause(), retryAfter);
  }
}
