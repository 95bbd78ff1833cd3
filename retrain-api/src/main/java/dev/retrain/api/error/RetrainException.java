package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything retrain throws on purpose; unchecked.
 *
 * <p>The message says what was asked, of what, what came back and what to try next. It never holds
 * a secret nor a whole response body.
 */
public abstract sealed class RetrainException extends RuntimeException
    permits InvalidDefinitionException, TransientFailure, PermanentFailure {

  private static final long serialVersionUID = 1L;

  private final transient FailureContext context;

  RetrainException(String message, FailureContext context, @Nullable Throwable cause) {
    super(context.describe(message), cause);
    this.context = context;
  }

  /** What is known about the run, the data, the step, and what to try; never null. */
  public FailureContext context() {
    // The field is transient: after Java serialisation only the message is left.
    return context == null ? FailureContext.none() : context;
  }
}
