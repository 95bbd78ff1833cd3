package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/** A setting, file or name that is wrong and must be changed. */
public final class ConfigurationProblem extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  /** Creates a failure from its message. */
  public ConfigurationProblem(String message) {
    super(message);
  }

  /** Creates a failure with its context and cause. */
  public ConfigurationProblem(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, context, cause);
  }

  @Override
  RetrainException copy(String message, FailureContext all) {
    return new ConfigurationProblem(message, all, getCause());
  }
}
