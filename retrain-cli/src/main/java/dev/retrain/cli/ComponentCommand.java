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
    description = "Runs a standard step by itself, with the flags it gets inside a pipeline.")
final class ComponentCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "COMPONENT [--flag value ...]",
      arity = "1..*",
      description =
          "ingest, profile, infer-schema, validate, split, drift, compare, gate, register.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private List<String> words;

  /** Hands everything after {@code component} to it as it is. */
  static int run(String... arguments) {
    List<String> words = Arrays.asList(arguments);
    return StandardComponents.run(words.get(1), words.subList(2, words.size()), System.out);
  }

  @Override
  public Integer call() {
    return StandardComponents.run(words.get(0), words.subList(1, words.size()), System.out);
  }
}
