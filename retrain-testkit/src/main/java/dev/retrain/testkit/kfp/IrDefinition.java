package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A pipeline definition that has been read whole and holds nothing unknown. Immutable. */
public final class IrDefinition {

  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---\\s*$");

  private final String name;
  private final Optional<String> root;
  private final Map<String, Component> components;
  private final Map<String, Deployed> executors;
  private final Component outermost;

  IrDefinition(
      String name,
      Optional<String> root,
      Map<String, Component> components,
      Map<String, Deployed> executors,
      Component outermost) {
    this.name = name;
    this.root = root;
    this.components = Collections.unmodifiableMap(new TreeMap<>(components));
    this.executors = Collections.unmodifiableMap(new TreeMap<>(executors));
    this.outermost = outermost;
    DefinitionChecks.check(this);
  }

  /**
   * Reads a file of KFP: a PipelineSpec, and a PlatformSpec after it where there is one.
   *
   * @throws RefusedDefinition naming what is unknown or does not fit together
   */
  public static IrDefinition ofFile(String text) {
    List<String> documents =
        DOCUMENTS.splitAsStream(text).filter(document -> !document.isBlank()).toList();
    if (documents.isEmpty() || documents.size() > 2) {
      throw new RefusedDefinition("a definition has one or two documents, not " + documents.size());
    }
    Optional<Node> platform =
        documents.stream().skip(1).map(second -> Documents.parse(second, "platform")).findFirst();
    return new DefinitionReader(platform).read(Documents.parse(documents.get(0), "definition"));
  }

  /**
   * Reads a PipelineSpec.
   *
   * @throws RefusedDefinition naming what is unknown or does not fit together
   */
  public static IrDefinition ofPipelineSpec(Node spec) {
    return new DefinitionReader(Optional.empty()).read(spec);
  }

  /** Returns the pipeline's name. */
  public String name() {
    return name;
  }

  /** Returns the address below which outputs lie unless a request says otherwise. */
  public Optional<String> root() {
    return root;
  }

  Component outermost() {
    return outermost;
  }

  Map<String, Component> components() {
    return components;
  }

  Component component(String key) {
    Component component = components.get(key);
    if (component == null) {
      throw new RefusedDefinition("there is no component " + key);
    }
    return component;
  }

  Deployed executor(String label) {
    Deployed executor = executors.get(label);
    if (executor == null) {
      throw new RefusedDefinition("there is no executor " + label);
    }
    return executor;
  }
}
