package dev.retrain.cli;

/** What the command ends with; a contract that scripts rely on. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;

  /** Wrong usage, or a definition that cannot be used. */
  static final int INVALID = 2;

  /** The answer is no: drift found, gate failed, rolled back, audit broken. */
  static final int NO = 3;

  /** The backend cannot do that. */
  static final int UNSUPPORTED = 4;

  /** Not enough data to say. */
  static final int UNDECIDED = 5;

  private ExitCode() {}
}
