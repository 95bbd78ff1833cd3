package dev.retrain.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs the command in this JVM, with the backends of the test class path. */
public final class InProcess {

  /** How it ended and what it printed. */
  public record Result(int exitCode, String out, String err) {}

  static {
    // What an earlier build packed must not be found before the classes of this one.
    System.setProperty("retrain.backends", "target/no-folder");
  }

  private InProcess() {}

  public static Result retrain(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Result(code, out.toString(), err.toString());
  }
}
