package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a container leaves: a file per output parameter, and a document that may say more. */
final class ExecutorOutput {

  private static final String DOCUMENT = "output_metadata.json";

  private final Component component;
  private final UnaryOperator<String> uris;

  ExecutorOutput(Component component, UnaryOperator<String> uris) {
    this.component = component;
    this.uris = uris;
  }

  /** Returns what {@code {{$}}} stands for. */
  static Node input(Outputs given, Component component, Path notes, UnaryOperator<String> uris) {
    Map<String, Node> artifacts = new TreeMap<>();
    given.artifacts().forEach((name, artifact) -> artifacts.put(name, list(artifact)));
    Map<String, Node> files = new TreeMap<>();
    component
        .givenParameters()
        .keySet()
        .forEach(
            name ->
                files.put(
                    name, Node.of(Map.of("outputFile", Node.of(notes.resolve(name).toString())))));
    Map<String, Node> written = new TreeMap<>();
    component
        .givenArtifacts()
        .forEach(
            (name, schema) ->
                written.put(name, list(new IrArtifact(name, uris.apply(name), schema, Map.of()))));
    Map<String, Node> outputs = new TreeMap<>();
    outputs.put("parameters", Node.of(files));
    outputs.put("artifacts", Node.of(written));
    outputs.put("outputFile", Node.of(notes.resolve(DOCUMENT).toString()));
    Map<String, Node> inputs = new TreeMap<>();
    inputs.put("parameterValues", Node.of(given.parameters()));
    inputs.put("artifacts", Node.of(artifacts));
    return Node.of(Map.of("inputs", Node.of(inputs), "outputs", Node.of(outputs)));
  }

  private static Node list(IrArtifact artifact) {
    Map<String, Node> fields = new TreeMap<>();
    fields.put("name", Node.of(artifact.name()));
    fields.put("uri", Node.of(artifact.uri()));
    fields.put("type", Node.of(Map.of("schemaTitle", Node.of(artifact.schemaTitle()))));
    fields.put("metadata", Node.of(artifact.metadata()));
    return Node.of(Map.of("artifacts", Node.of(List.of(Node.of(fields)))));
  }

  /**
   * Reads what an attempt left.
   *
   * @throws RefusedDefinition if an output parameter is missing or of another type, or the document
   *     has something unknown
   */
  Outputs read(Path notes) throws IOException {
    Map<String, Node> parameters = new TreeMap<>();
    for (Map.Entry<String, ParameterKind> output : component.givenParameters().entrySet()) {
      Path file = notes.resolve(output.getKey());
      if (Files.exists(file)) {
        parameters.put(
            output.getKey(), output.getValue().read(Files.readString(file), output.getKey()));
      }
    }
    Map<String, IrArtifact> artifacts = new TreeMap<>();
    component
        .givenArtifacts()
        .forEach(
            (name, schema) ->
                artifacts.put(name, new IrArtifact(name, uris.apply(name), schema, Map.of())));
    if (Files.exists(notes.resolve(DOCUMENT))) {
      document(notes.resolve(DOCUMENT), parameters, artifacts);
    }
    for (String name : component.givenParameters().keySet()) {
      if (!parameters.containsKey(name)) {
        throw new RefusedDefinition("the container wrote no output parameter " + name);
      }
    }
    return new Outputs(parameters, artifacts);
  }

  private void document(
      Path file, Map<String, Node> parameters, Map<String, IrArtifact> artifacts) {
    DefinitionObject document = DefinitionObject.of(Documents.read(file), "the executor's output");
    document
        .find("parameterValues")
        .ifPresent(
            values ->
                ((Node.Mapping) values)
                    .entries()
                    .forEach((name, value) -> parameters.put(known(name), value)));
    document
        .objects("artifacts")
        .forEach(
            (name, list) -> {
              for (DefinitionObject artifact : list.list("artifacts")) {
                noted(artifacts, name, artifact);
              }
              list.end();
            });
    document.end();
  }

  private String known(String parameter) {
    if (!component.givenParameters().containsKey(parameter)) {
      throw new RefusedDefinition("the container wrote the unknown parameter " + parameter);
    }
    return parameter;
  }

  private static void noted(
      Map<String, IrArtifact> artifacts, String name, DefinitionObject noted) {
    IrArtifact before = artifacts.get(name);
    if (before == null) {
      throw new RefusedDefinition("the container wrote the unknown artifact " + name);
    }
    String uri = noted.findText("uri").orElse(before.uri());
    Map<String, Node> metadata =
        noted.find("metadata").map(node -> ((Node.Mapping) node).entries()).orElse(Map.of());
    noted.without("name", "type").end();
    artifacts.put(name, new IrArtifact(name, uri, before.schemaTitle(), metadata));
  }
}
