package dev.retrain.api.pipeline;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Shape;
import dev.retrain.api.error.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

/** A pipeline inside another document. */
final class EmbeddedPipeline implements Shape<Pipeline> {

  static final Shape<Pipeline> SHAPE = new EmbeddedPipeline();

  @Override
  public @Nullable Pipeline read(Node node, DocumentReader reading) {
    try {
      return Pipeline.fromNode(node);
    } catch (InvalidDefinitionException e) {
      e.problems().forEach(reading::add);
      return null;
    }
  }

  @Override
  public Node write(Pipeline value) {
    return value.toNode();
  }

  @Override
  public Node schema(SchemaDefinitions definitions) {
    return PipelineShape.SHAPE.schema(definitions);
  }
}
