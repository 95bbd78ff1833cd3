package dev.retrain.backend.sagemaker.loopback;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.ArtifactFolders;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Resolves the placeholders of a definition: Get, Std:Join and Std:JsonGet. */
final class Values {

  private static final Pattern STEP = Pattern.compile("Steps\\.([A-Za-z0-9-]+)\\.(.+)");
  private static final Pattern PART =
      Pattern.compile("\\.?([A-Za-z_][A-Za-z0-9_]*)|\\['([^']*)'\\]|\\[([0-9]+)\\]");

  /** How the service calls the name of an item in each list that is read by name. */
  private static final List<String> NAMES = List.of("OutputName", "InputName", "ChannelName");

  private final Map<String, Node> constants;
  private final Map<String, StepRecord> steps;
  private final Map<String, Map<String, Node>> propertyFiles;
  private final ArtifactFolders folders;

  /**
   * @param constants {@code Parameters.x} and {@code Execution.x}, by that path
   * @param steps those that have ended
   * @param propertyFiles where each lies, by step and name
   */
  Values(
      Map<String, Node> constants,
      Map<String, StepRecord> steps,
      Map<String, Map<String, Node>> propertyFiles,
      ArtifactFolders folders) {
    this.constants = constants;
    this.steps = steps;
    this.propertyFiles = propertyFiles;
    this.folders = folders;
  }

  /** Returns the names of the steps that a part of a definition reads from. */
  static Set<String> read(Node node) {
    Set<String> names = new TreeSet<>();
    if (node instanceof Node.Sequence list) {
      list.items().forEach(item -> names.addAll(read(item)));
    } else if (node instanceof Node.Mapping mapping) {
      mapping.entries().values().forEach(value -> names.addAll(read(value)));
      if (isPlaceholder(mapping, "Get")
          && mapping.get("Get").orElseThrow() instanceof Node.Text text) {
        Matcher step = STEP.matcher(text.value());
        if (step.matches()) {
          names.add(step.group(1));
        }
      }
    }
    return names;
  }

  /**
   * Returns a part of a definition without placeholders.
   *
   * @throws RefusedDefinition if one is unknown or has no value
   */
  Node resolve(Node node) {
    if (node instanceof Node.Sequence list) {
      return Node.of(list.items().stream().map(this::resolve).toList());
    }
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    if (isPlaceholder(mapping, "Get")) {
      return get(DefinitionObject.of(mapping, "a placeholder").text("Get"));
    }
    if (isPlaceholder(mapping, "Std:Join")) {
      return join(DefinitionObject.of(mapping, "a placeholder").object("Std:Join"));
    }
    if (isPlaceholder(mapping, "Std:JsonGet")) {
      return jsonGet(DefinitionObject.of(mapping, "a placeholder").object("Std:JsonGet"));
    }
    Map<String, Node> resolved = new TreeMap<>();
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (key.startsWith("Std:")) {
                throw new RefusedDefinition("unknown function " + key);
              }
              resolved.put(key, resolve(value));
            });
    return Node.of(resolved);
  }

  private static boolean isPlaceholder(Node.Mapping mapping, String key) {
    return mapping.entries().keySet().equals(Set.of(key));
  }

  private Node get(String path) {
    Matcher step = STEP.matcher(path);
    if (!step.matches()) {
      return Optional.ofNullable(constants.get(path))
          .orElseThrow(() -> new RefusedDefinition("there is no " + path));
    }
    StepRecord record = steps.get(step.group(1));
    if (record == null || !record.isWell()) {
      throw new RefusedDefinition(path + " is read before that step has succeeded");
    }
    return at(record.properties(), step.group(2), path);
  }

  /** Numbers are joined as they are written in JSON. */
  private Node join(DefinitionObject join) {
    String between = join.text("On");
    List<Node> values = join.items("Values");
    join.end();
    return Node.of(
        values.stream().map(this::resolve).map(Values::text).collect(Collectors.joining(between)));
  }

  private static String text(Node value) {
    if (value instanceof Node.Text text) {
      return text.value();
    }
    if (value instanceof Node.Num || value instanceof Node.Bool) {
      return Documents.canonicalJson(value);
    }
    throw new RefusedDefinition("Std:Join cannot join " + value.kind());
  }

  private Node jsonGet(DefinitionObject get) {
    String path = get.text("Path");
    Optional<Node> file = get.find("PropertyFile");
    Optional<Node> address = get.find("S3Uri");
    get.end();
    Node uri = file.isPresent() ? propertyFile(file.get()) : resolve(address.orElseThrow());
    Path place = folders.folder(text(uri));
    if (!Files.isRegularFile(place)) {
      throw new RefusedDefinition("there is no object " + text(uri));
    }
    return at(Documents.read(place), path, path + " in " + text(uri));
  }

  private Node propertyFile(Node reference) {
    String path = DefinitionObject.of(reference, "PropertyFile").text("Get");
    Matcher step = STEP.matcher(path);
    if (!step.matches() || !step.group(2).startsWith("PropertyFiles.")) {
      throw new RefusedDefinition("a PropertyFile is no " + path);
    }
    String name = step.group(2).substring("PropertyFiles.".length());
    Node uri = propertyFiles.getOrDefault(step.group(1), Map.of()).get(name);
    if (uri == null) {
      throw new RefusedDefinition("there is no property file " + path);
    }
    return resolve(uri);
  }

  /** Walks by keys, by the names of items and by their places. */
  private static Node at(Node from, String path, String whole) {
    Node node = from;
    Matcher parts = PART.matcher(path);
    int at = 0;
    while (at < path.length()) {
      if (!parts.region(at, path.length()).lookingAt()) {
        throw new RefusedDefinition("the path " + path + " cannot be read");
      }
      at = parts.end();
      node = child(node, parts).orElseThrow(() -> new RefusedDefinition("there is no " + whole));
    }
    return node;
  }

  private static Optional<Node> child(Node node, Matcher part) {
    String key = Optional.ofNullable(part.group(1)).orElse(part.group(2));
    if (node instanceof Node.Mapping mapping) {
      return key == null ? Optional.empty() : mapping.get(key);
    }
    if (!(node instanceof Node.Sequence list)) {
      return Optional.empty();
    }
    if (part.group(3) != null) {
      int place = Integer.parseInt(part.group(3));
      return place < list.items().size() ? Optional.of(list.items().get(place)) : Optional.empty();
    }
    List<Node> named = new ArrayList<>();
    for (Node item : list.items()) {
      for (String name : NAMES) {
        if (((Node.Mapping) item).get(name).filter(Node.of(key)::equals).isPresent()) {
          named.add(item);
        }
      }
    }
    return named.stream().findFirst();
  }
}
