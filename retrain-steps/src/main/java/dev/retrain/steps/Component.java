package dev.retrain.steps;

import java.io.IOException;
import java.io.PrintStream;

/** One standard component: files in, files out. */
interface Component {

  /** Returns how it is called. */
  Usage usage();

  /**
   * Does the work.
   *
   * @param out where lines for people go
   * @return the exit code: 0, or 3 when the answer is no
   * @throws StepProblem if what it was given cannot be worked with
   */
  int run(Invocation invocation, PrintStream out) throws IOException;
}
