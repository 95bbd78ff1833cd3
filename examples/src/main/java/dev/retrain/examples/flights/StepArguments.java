package dev.retrain.examples.flights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The arguments of a step by the container contract: {@code --name value}, in any order. */
final class StepArguments {

  private final Map<String, String> values;

  private StepArguments(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Parses a command line; the words of the step's own command, before the first name, are passed
   * over.
   *
   * @throws IllegalArgumentException when it is not a row of names, each with a value
   */
  static StepArguments parse(String... args) {
    Map<String, String> values = new LinkedHashMap<>();
    int first = 0;
    while (first < args.length && !args[first].startsWith("--")) {
      first++;
    }
    for (int i = first; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("expected --name value, found: " + args[i]);
      }
      values.put(args[i].substring(2), args[i + 1]);
    }
    return new StepArguments(values);
  }

  Path folder(String name) {
    return optionalFolder(name)
        .orElseThrow(() -> new IllegalArgumentException("missing argument --" + name));
  }

  Optional<Path> optionalFolder(String name) {
    return value(name).map(Path::of);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Returns the fault to inject, if the run requests one. */
  Optional<Planted> planted() {
    return value("planted")
        .map(word -> Planted.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  Hyperparameters hyperparameters() throws IOException {
    Optional<Path> file = optionalFolder("hyperparameters");
    return file.isPresent() ? Hyperparameters.read(file.get()) : Hyperparameters.DEFAULTS;
  }

  Optional<FlightsModel> champion() throws IOException {
    Optional<Path> folder = optionalFolder("champion");
    return folder.isPresent() ? FlightsModel.loadIfPresent(folder.get()) : Optional.empty();
  }
}
