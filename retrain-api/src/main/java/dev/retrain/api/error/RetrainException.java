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
  private final String bare;

  RetrainException(String message, FailureContext context, @Nullable Throwable cause) {
    super(context.describe(message), cause);
    this.context = context;
    this.bare = message;
  }

  /**
   * Returns this failure with what is known where it is caught: the parts that its own context
   * lacks. A copy of the same kind, cause and stack trace, or this one if nothing is added; a kind
   * that lists problems, or that another module defines, is returned as it is.
   */
  public final RetrainException within(FailureContext known) {
    FailureContext all = context().or(known);
    if (all.equals(context())) {
      return this;
    }
    RetrainException copy = copy(bare, all);
    if (copy != this) {
      copy.setStackTrace(getStackTrace());
      for (Throwable suppressed : getSuppressed()) {
        copy.addSuppressed(suppressed);
      }
    }
    return copy;
  }

  /** Returns the same failure with another context. */
  RetrainException copy(String message, FailureContext all) {
    return this;
  }

  /** Returns what is known about the run, the data and the step, with a hint; never null. */
  public FailureContext context() {
    // The field is transient: after Java serialisation only the message is left.
    return context == null ? FailureContext.none() : context;
  }
}
