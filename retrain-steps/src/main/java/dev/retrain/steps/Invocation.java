package dev.retrain.steps;

import dev.retrain.artifacts.ArtifactFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line of a component: its options first, then {@code --reads}, {@code --writes} and
 * {@code --takes} with names, then a value for every name. So an artifact or parameter may be
 * called as an option is: of a flag given twice the option is the first, the name the last.
 */
final class Invocation {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_]*)}");

  private final String component;
  private final Map<String, String> first;
  private final Map<String, String> last;
  private final Map<String, String> reads;
  private final Map<String, String> writes;

  private final Path base;

  private Invocation(
      String component, Map<String, String> first, Map<String, String> last, Path base) {
    this.base = base;
    this.component = component;
    this.first = first;
    this.last = last;
    this.reads = names("reads");
    this.writes = names("writes");
  }

  /**
   * Reads a command line.
   *
   * @param base the folder that relative paths of options start from
   */
  static Invocation parse(String component, List<String> arguments, Path base) {
    Map<String, String> first = new LinkedHashMap<>();
    Map<String, String> last = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String flag = arguments.get(i);
      if (!flag.startsWith("--") || i + 1 == arguments.size()) {
        throw StepProblem.usage(
            "expected --flag value, found '" + flag + "'; write every flag with its value");
      }
      first.putIfAbsent(flag.substring(2), arguments.get(i + 1));
      last.put(flag.substring(2), arguments.get(i + 1));
    }
    return new Invocation(component, first, last, base);
  }

  private Map<String, String> names(String flag) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String part : first.getOrDefault(flag, "").split(",", -1)) {
      if (!part.isEmpty()) {
        int colon = part.indexOf(':');
        names.put(
            colon < 0 ? part : part.substring(0, colon),
            colon < 0 ? "" : part.substring(colon + 1));
      }
    }
    return names;
  }

  /** Returns an option that is required. */
  String option(String name) {
    return find(name)
        .orElseThrow(() -> StepProblem.usage("needs the option --" + name + " with a value"));
  }

  /** Returns an option that is optional. */
  Optional<String> find(String name) {
    return Optional.ofNullable(first.get(name));
  }

  /** Returns the path that the text of an option names; a file at an address is brought whole. */
  Path path(String text) {
    return ArtifactFiles.isAddress(text)
        ? ArtifactFiles.getDefault().bring(text)
        : base.resolve(text);
  }

  /** Returns a number that is required. */
  double number(String name) {
    return number(name, option(name));
  }

  /** Returns a number with a default. */
  double number(String name, double fallback) {
    return find(name).map(text -> number(name, text)).orElse(fallback);
  }

  private static double number(String name, String text) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw StepProblem.usage("--" + name + " takes a number, not '" + text + "'");
    }
    throw StepProblem.usage("--" + name + " takes a finite number, not '" + text + "'");
  }

  /** Returns the value of a parameter the step receives. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(last.get(name));
  }

  /** Returns a text with every {@code {name}} replaced by that parameter. */
  String filled(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    parameter(match.group(1))
                        .orElseThrow(
                            () ->
                                StepProblem.usage(
                                    "'"
                                        + text
                                        + "' names the parameter "
                                        + match.group(1)
                                        + ", which the step does not receive; add it to its"
                                        + " parameters"))));
  }

  /** Returns the folders of the artifacts read, in order. */
  List<Path> inputs() {
    return List.copyOf(inputsByName().values());
  }

  Map<String, Path> inputsByName() {
    return folders(reads);
  }

  /** Returns the folders of the artifacts read that are of a kind, in order, by name. */
  Map<String, Path> inputsOf(String kind) {
    Map<String, Path> folders = inputsByName();
    folders.keySet().removeIf(name -> !kind.equals(reads.get(name)));
    return folders;
  }

  Map<String, Path> outputsByName() {
    return folders(writes);
  }

  /** Returns the folder of the artifact read at a place. */
  Path input(int index) {
    return at(inputs(), index, "reads");
  }

  /** Returns the folder of the artifact written at a place. */
  Path output(int index) {
    return at(List.copyOf(outputsByName().values()), index, "writes");
  }

  boolean hasOutput() {
    return !writes.isEmpty();
  }

  private Path at(List<Path> folders, int index, String verb) {
    if (index >= folders.size()) {
      throw StepProblem.usage(
          verb
              + " "
              + folders.size()
              + " artifacts, needs more: name them in --"
              + verb
              + " name:kind,... and give --name folder for each");
    }
    return folders.get(index);
  }

  private Map<String, Path> folders(Map<String, String> names) {
    Map<String, Path> folders = new LinkedHashMap<>();
    for (String name : names.keySet()) {
      String folder = last.get(name);
      if (folder == null) {
        throw StepProblem.usage("needs --" + name + " with a folder");
      }
      folders.put(name, Path.of(folder));
    }
    return folders;
  }

  @Override
  public String toString() {
    return component + " " + first;
  }
}
