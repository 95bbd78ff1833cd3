package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/**
 * Something was asked that the backend declares it cannot do; preflight says so before submission.
 */
public final class UnsupportedFeature extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  /** A failure about which nothing more is known. */
  public UnsupportedFeature(String message) {
    super(message);
  }

  /** A failure with what is known about it. */
  public UnsupportedFeature(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, context, cause);
  }
}
