package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure that repeats until something is changed: the same call must not be retried as it is.
 */
public sealed class PermanentFailure extends RetrainException
    permits ConfigurationProblem, DataProblem, PermissionDenied, UnsupportedFeature {

  private static final long serialVersionUID = 1L;

  /** A failure about which nothing more is known. */
  public PermanentFailure(String message) {
    this(message, FailureContext.none(), null);
  }

  /** A failure with what is known about it. */
  public PermanentFailure(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, context, cause);
  }
}
