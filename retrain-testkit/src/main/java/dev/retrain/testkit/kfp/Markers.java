package dev.retrain.testkit.kfp;

import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The markers that a launcher replaces in a command line. */
final class Markers {

  private static final Pattern ANY = Pattern.compile("\\{\\{\\$(.*?)\\}\\}", Pattern.DOTALL);

  private static final Pattern KNOWN =
      Pattern.compile(
          "\\.(inputs|outputs)\\.(parameters|artifacts)\\['([^']+)'\\](?:\\.(uri|path|output_file))?");

  /** What a marker stands for. */
  enum Of {
    /** Everything the container is given, as JSON. */
    ALL,
    INPUT_PARAMETER,
    INPUT_URI,
    INPUT_PATH,
    OUTPUT_URI,
    OUTPUT_PATH,
    OUTPUT_FILE
  }

  /** A marker, and the key it names. */
  record Marker(Of of, String key) {}

  private Markers() {}

  /** Refuses markers that no launcher replaces, and those that name nothing of the component. */
  static void check(String word, Component component, String label) {
    if (word.startsWith("{\"IfPresent\"") || word.startsWith("{\"Concat\"")) {
      throw new RefusedDefinition(label + " has a conditional argument: " + word);
    }
    Matcher markers = ANY.matcher(word);
    while (markers.find()) {
      Marker marker = read(markers.group(1));
      if (!declared(marker, component).contains(marker.key())) {
        throw new RefusedDefinition(
            label + " has " + markers.group() + ", which its component does not declare");
      }
    }
  }

  private static Set<String> declared(Marker marker, Component component) {
    return switch (marker.of()) {
      case ALL -> Set.of("");
      case INPUT_PARAMETER -> component.parameters().keySet();
      case INPUT_URI, INPUT_PATH -> component.artifacts().keySet();
      case OUTPUT_FILE -> component.givenParameters().keySet();
      case OUTPUT_URI, OUTPUT_PATH -> component.givenArtifacts().keySet();
    };
  }

  /** Returns a word with every marker replaced; what comes out is not read again. */
  static String replace(String word, Function<Marker, String> values) {
    return ANY.matcher(word)
        .replaceAll(match -> Matcher.quoteReplacement(values.apply(read(match.group(1)))));
  }

  private static Marker read(String inside) {
    if (inside.isEmpty()) {
      return new Marker(Of.ALL, "");
    }
    Matcher parts = KNOWN.matcher(inside);
    if (!parts.matches()) {
      throw new RefusedDefinition("no launcher replaces {{$" + inside + "}}");
    }
    String kind =
        parts.group(1) + " " + parts.group(2) + Optional.ofNullable(parts.group(4)).orElse("");
    Of of =
        switch (kind) {
          case "inputs parameters" -> Of.INPUT_PARAMETER;
          case "inputs artifactsuri" -> Of.INPUT_URI;
          case "inputs artifactspath" -> Of.INPUT_PATH;
          case "outputs parametersoutput_file" -> Of.OUTPUT_FILE;
          case "outputs artifactsuri" -> Of.OUTPUT_URI;
          case "outputs artifactspath" -> Of.OUTPUT_PATH;
          default -> throw new RefusedDefinition("no launcher replaces {{$" + inside + "}}");
        };
    return new Marker(of, parts.group(3));
  }
}
