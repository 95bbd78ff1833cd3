package dev.retrain.cli;

/** Exit codes of the command. Scripts rely on them. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;

  /** Wrong usage, or a definition that cannot be used. */
  static final int INVALID = 2;

  /** The answer is no: drift found, gate failed, version rolled back, log broken. */
  static final int NO = 3;

  /** The backend does not support the request. */
  static final int UNSUPPORTED = 4;

  /** Not enough data to decide. */
  static final int UNDECIDED = 5;

  private ExitCode() {}
}
