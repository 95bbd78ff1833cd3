package dev.retrain.api.error;

import org.jspecify.annotations.Nullable;

/** A setting, file or name is wrong: nothing helps but changing it. */
public final class ConfigurationProblem extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  /** A failure about which nothing more is known. */
  public ConfigurationProblem(String message) {
    super(message);
  }

  /** A failure with what is known about it. */
  public ConfigurationProblem(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, context, cause);
  }
}
