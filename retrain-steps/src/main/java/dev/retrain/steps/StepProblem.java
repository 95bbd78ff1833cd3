package dev.retrain.steps;

/** An input that a component cannot work with; the message names it and what to do. */
final class StepProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean wrongUsage;

  private StepProblem(String message, boolean wrongUsage) {
    super(message);
    this.wrongUsage = wrongUsage;
  }

  /** Reports a command line that is wrong. */
  static StepProblem usage(String message) {
    return new StepProblem(message, true);
  }

  /** Reports data that are not what the component needs. */
  static StepProblem data(String message) {
    return new StepProblem(message, false);
  }

  boolean isWrongUsage() {
    return wrongUsage;
  }
}
