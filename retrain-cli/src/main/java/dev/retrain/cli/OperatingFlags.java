package dev.retrain.cli;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.FlagSource;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The flags of an operating config. A flag is off when its value is false, 0, off, no or empty, and
 * on otherwise; a changed value of a flag that is on counts as switched on again.
 *
 * @param file a document of names and values, read at every query; empty for none
 * @param environment the prefix of environment variables; empty for none. They take precedence
 * @param variables the environment
 */
record OperatingFlags(
    Optional<Path> file, Optional<String> environment, Map<String, String> variables)
    implements FlagSource {

  private static final Set<String> OFF = Set.of("", "false", "0", "off", "no");

  /** Returns whether flags have a source. */
  boolean isConfigured() {
    return file.isPresent() || environment.isPresent();
  }

  @Override
  public Optional<Flag> flag(String name) {
    return environment
        .flatMap(prefix -> Optional.ofNullable(variables.get(variable(prefix, name))))
        .or(() -> file.flatMap(path -> inFile(path, name)))
        .map(OperatingFlags::flagOf);
  }

  /** Returns the variable of a flag: the prefix and the name in upper case with underscores. */
  private static String variable(String prefix, String name) {
    return prefix + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static Optional<String> inFile(Path path, String name) {
    Map<String, Node.Scalar> flags =
        DocumentReader.of(Shapes.map(Shapes.scalar()), Documents.read(path), "flags " + path);
    return Optional.ofNullable(flags.get(name)).map(OperatingFlags::text);
  }

  private static String text(Node.Scalar value) {
    if (value instanceof Node.Text text) {
      return text.value();
    } else if (value instanceof Node.Num number) {
      return number.value().toString();
    }
    return value instanceof Node.Bool flag ? String.valueOf(flag.value()) : "";
  }

  private static Flag flagOf(String value) {
    String version = value.strip();
    return new Flag(!OFF.contains(version.toLowerCase(Locale.ROOT)), version);
  }

  /** Returns the names of the flags that the triggers of a retraining read. */
  static Set<String> namesIn(Retraining retraining) {
    Set<String> names = new TreeSet<>();
    collect(retraining.toNode(), names);
    return names;
  }

  private static void collect(Node node, Set<String> names) {
    if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> collect(item, names));
    } else if (node instanceof Node.Mapping mapping) {
      if (isText(mapping, "type", "flag")
          && mapping.get("name").orElse(null) instanceof Node.Text name) {
        names.add(name.value());
      }
      mapping.entries().values().forEach(item -> collect(item, names));
    }
  }

  private static boolean isText(Node.Mapping mapping, String key, String value) {
    return mapping.get(key).orElse(null) instanceof Node.Text text && text.value().equals(value);
  }

  /** Returns the shape of the key {@code flags}; paths are resolved by the reader of the config. */
  static Shape<OperatingFlags> shape() {
    ObjectShape.Builder<OperatingFlags> all = ObjectShape.named("OperatingFlags");
    var file =
        all.maybe(
            "file",
            Shapes.text(),
            flags -> flags.file().map(Path::toString),
            "a document of flag names and values");
    var environment =
        all.maybe(
            "environment",
            Shapes.text(),
            OperatingFlags::environment,
            "the prefix of environment variables, such as RETRAIN_FLAG_");
    return all.build(
        f -> new OperatingFlags(f.find(file).map(Path::of), f.find(environment), System.getenv()));
  }

  /** Returns the flags with the path of the file resolved. */
  OperatingFlags in(Settings document) {
    return new OperatingFlags(
        file.map(path -> document.resolve(path.toString())), environment, variables);
  }

  /** Returns flags without a source. */
  static OperatingFlags none() {
    return new OperatingFlags(Optional.empty(), Optional.empty(), Map.of());
  }
}
