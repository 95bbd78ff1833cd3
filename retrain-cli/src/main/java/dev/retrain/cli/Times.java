package dev.retrain.cli;

import dev.retrain.api.document.Durations;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.time.Duration;

/** Parses durations given on the command line. */
final class Times {

  private Times() {}

  /**
   * Returns a duration above 0.
   *
   * @param option the option that carried it; messages name it
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
        option + ": " + why,
        FailureContext.hint("write a duration such as 30m, 1h30m or 2d"),
        cause);
  }
}
