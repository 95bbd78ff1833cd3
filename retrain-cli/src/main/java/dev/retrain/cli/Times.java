package dev.retrain.cli;

import dev.retrain.api.document.Durations;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.time.Duration;

/** Times given on the command line. */
final class Times {

  private Times() {}

  /**
   * A time above 0.
   *
   * @param option by which it was given
   */
  static Duration parse(String option, String text) {
    try {
      Duration time = Durations.parse(text);
      if (!time.isZero()) {
        return time;
      }
      throw refused(option, "it must be above 0", null);
    } catch (IllegalArgumentException e) {
      throw refused(option, String.valueOf(e.getMessage()), e);
    }
  }

  private static ConfigurationProblem refused(
      String option, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ConfigurationProblem(
        option + ": " + why, FailureContext.hint("write it like 30m, 1h30m or 2d"), cause);
  }
}
