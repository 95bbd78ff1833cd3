package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that retrain throws on purpose; unchecked.
 *
 * <p>The message states what was tried, what happened and what to do. It never contains a secret or
 * a whole response body.
 */
public abstract sealed class RetrainException extends RuntimeException
    permits InvalidDefinitionException, TransientFailure, PermanentFailure {

  private static final long serialVersionUID = 1L;

  private final transient FailureContext context;

  RetrainException(String message, FailureContext context, @Nullable Throwable cause) {
    super(context.describe(message), cause);
    this.context = context;
  }

  /** Returns what is known about the run, the data and the step, with a hint; never null. */
  public FailureContext context() {
    // The field is transient: after Java serialisation only the message is left.
    return context == null ? FailureContext.none() : context;
  }
}
