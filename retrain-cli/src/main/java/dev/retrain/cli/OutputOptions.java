package dev.retrain.cli;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option for the form of the result, common to all commands. */
final class OutputOptions {

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--output-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Form of the result on standard output.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Format format;

  boolean json() {
    return format == Format.JSON;
  }

  /** Prints the result in the requested form. */
  void print(Node json, Consumer<PrintWriter> text) {
    print(() -> Documents.json(json), text);
  }

  /** Prints the result in the requested form. */
  void print(Supplier<String> json, Consumer<PrintWriter> text) {
    PrintWriter out = command.commandLine().getOut();
    if (json()) {
      out.print(json.get());
    } else {
      text.accept(out);
    }
    out.flush();
  }

  /** Returns the writer of progress messages. */
  PrintWriter err() {
    return command.commandLine().getErr();
  }
}
