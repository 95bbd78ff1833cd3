package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure that repeats until something is changed: the same call must not be retried as it is.
 */
public sealed class PermanentFailure extends RetrainException
    permits ConfigurationProblem, DataProblem, PermissionDenied, UnsupportedFeature {

  private static final long serialVersionUID = 1L;

  /** Creates a failure from its message. */
  public PermanentFailure(String message) {
    this(message, FailureContext.none(), null);
  }

  /** Creates a failure with its context and cause. */
  public PermanentFailure(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, context, cause);
  }

  @Override
  RetrainException copy(String message, FailureContext all) {
    boolean own = getClass().equals(PermanentFailure.class);
    return own ? new PermanentFailure(message, all, getCause()) : this;
  }
}
