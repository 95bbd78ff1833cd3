package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/** The service knows who asks and refuses: a role, a key or a policy has to change. */
public final class PermissionDenied extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  /** A failure about which nothing more is known. */
  public PermissionDenied(String message) {
    super(message);
  }

  /** A failure with what is known about it. */
  public PermissionDenied(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, context, cause);
  }
}
