package dev.retrain.testkit.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.function.Supplier;

/** What is printed to the standard streams of this process while something is done. */
record CapturedOutput<T>(T result, String text) {

  /** Captures both streams of this process: no other test may run at the same time. */
  static <T> CapturedOutput<T> during(Supplier<T> work) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try (PrintStream both = new PrintStream(kept, true, UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      return new CapturedOutput<>(work.get(), "").with(kept);
    } finally {
      System.setOut(out);
      System.setErr(err);
      out.print(kept.toString(UTF_8));
    }
  }

  private CapturedOutput<T> with(ByteArrayOutputStream kept) {
    return new CapturedOutput<>(result, kept.toString(UTF_8));
  }
}
