package dev.retrain.steps;

/** Something a component was given cannot be worked with; the message says what and what to do. */
final class StepProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean wrongUsage;

  private StepProblem(String message, boolean wrongUsage) {
    super(message);
    this.wrongUsage = wrongUsage;
  }

  /** The command line is wrong. */
  static StepProblem usage(String message) {
    return new StepProblem(message, true);
  }

  /** The data are not what the component needs. */
  static StepProblem data(String message) {
    return new StepProblem(message, false);
  }

  boolean isWrongUsage() {
    return wrongUsage;
  }
}
