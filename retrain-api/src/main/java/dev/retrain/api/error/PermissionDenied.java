package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/** The service knows the caller and refuses the call: a role, a key or a policy must change. */
public final class PermissionDenied extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  /** Creates a failure from its message. */
  public PermissionDenied(String message) {
    super(message);
  }

  /** Creates a failure with its context and cause. */
  public PermissionDenied(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, context, cause);
  }

  @Override
  RetrainException copy(String message, FailureContext all) {
    return new PermissionDenied(message, all, getCause());
  }
}
