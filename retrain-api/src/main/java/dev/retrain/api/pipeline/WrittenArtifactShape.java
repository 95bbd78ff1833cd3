package dev.retrain.api.pipeline;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code {name: kind}}: the only place that names the kind of an artifact. */
final class WrittenArtifactShape implements Shape<Artifact<?>> {

  static final Shape<Artifact<?>> SHAPE = new WrittenArtifactShape();

  private static final Shape<ArtifactKind> KIND = Shapes.choice(ArtifactKind.class);

  @Override
  public @Nullable Artifact<?> read(Node node, DocumentReader reading) {
    if (!(node instanceof Node.Mapping mapping) || mapping.entries().size() != 1) {
      reading.error(
          "wrong-value",
          node.location(),
          "expected one name with its kind",
          "Write name: kind, such as train: dataset");
      return null;
    }
    Map.Entry<String, Node> entry = mapping.entries().entrySet().iterator().next();
    ArtifactKind kind = KIND.read(entry.getValue(), reading.key(entry.getKey()));
    return kind == null ? null : Artifact.of(entry.getKey(), kind);
  }

  @Override
  public Node write(Artifact<?> value) {
    return Node.of(Map.of(value.name(), KIND.write(value.kind())));
  }

  @Override
  public Node schema(SchemaDefinitions definitions) {
    return Node.of(
        Map.of(
            "type",
            Node.of("object"),
            "minProperties",
            Node.of(1),
            "maxProperties",
            Node.of(1),
            "additionalProperties",
            KIND.schema(definitions)));
  }
}
