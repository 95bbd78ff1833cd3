package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/** A request that the backend declares it cannot fulfil; preflight reports it before submission. */
public final class UnsupportedFeature extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  /** Creates a failure from its message. */
  public UnsupportedFeature(String message) {
    super(message);
  }

  /** Creates a failure with its context and cause. */
  public UnsupportedFeature(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, context, cause);
  }

  @Override
  RetrainException copy(String message, FailureContext all) {
    return new UnsupportedFeature(message, all, getCause());
  }
}
