package dev.retrain.steps;

import java.util.Arrays;
import java.util.List;

/** Runs a standard component: {@code Main <component> --flag value ...}; see docs. */
public final class Main {

  private Main() {}

  /** Runs the component named first and exits with its code, see {@link StandardComponents}. */
  public static void main(String[] arguments) {
    List<String> words = Arrays.asList(arguments);
    String component = words.isEmpty() ? "" : words.get(0);
    System.exit(
        StandardComponents.run(
            component, words.subList(Math.min(1, words.size()), words.size()), System.out));
  }
}
