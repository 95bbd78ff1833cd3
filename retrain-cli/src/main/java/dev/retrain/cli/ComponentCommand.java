package dev.retrain.cli;

import dev.retrain.steps.StandardComponents;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code retrain component}. */
@Command(
    name = "component",
    mixinStandardHelpOptions = true,
    description = "Runs one standard step with the flags that it receives inside a pipeline.")
final class ComponentCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "COMPONENT [--flag value ...]",
      arity = "1..*",
      description =
          "ingest, profile, infer-schema, validate, split, drift, compare, gate, register.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private List<String> line;

  /** Passes everything after {@code component} on unparsed. */
  static int run(String... arguments) {
    List<String> line = Arrays.asList(arguments);
    return StandardComponents.run(line.get(1), line.subList(2, line.size()), System.out);
  }

  @Override
  public Integer call() {
    return StandardComponents.run(line.get(0), line.subList(1, line.size()), System.out);
  }
}
