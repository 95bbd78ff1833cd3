package dev.retrain.api.pipeline;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plain text, or {@code {in: name}}, {@code {out: name}}, {@code {param: name}}, {@code {file:
 * hyperparameters}}.
 */
final class ArgShape implements Shape<Arg> {

  static final Shape<Arg> SHAPE = new ArgShape();

  @Override
  public @Nullable Arg read(Node node, DocumentReader reading) {
    if (node instanceof Node.Text text) {
      return new Arg.Literal(text.value());
    }
    if (node instanceof Node.Mapping mapping && mapping.entries().size() == 1) {
      Map.Entry<String, Node> entry = mapping.entries().entrySet().iterator().next();
      if (entry.getValue() instanceof Node.Text name) {
        Arg arg = named(entry.getKey(), name.value());
        if (arg != null) {
          return arg;
        }
      }
    }
    reading.error(
        "wrong-value",
        node.location(),
        "expected an argument",
        "Write a text, or one of {in: artifact}, {out: artifact}, {param: name}, {file:"
            + " hyperparameters}; a number as a text in quotes");
    return null;
  }

  private static @Nullable Arg named(String key, String name) {
    return switch (key) {
      case "in" -> new Arg.In(name);
      case "out" -> new Arg.Out(name);
      case "param" -> new Arg.Param(name);
      case "file" -> name.equals("hyperparameters") ? new Arg.Hyperparameters() : null;
      default -> null;
    };
  }

  @Override
  public Node write(Arg value) {
    return value.accept(
        new Arg.Visitor<Node>() {
          @Override
          public Node literal(Arg.Literal literal) {
            return Node.of(literal.text());
          }

          @Override
          public Node in(Arg.In in) {
            return one("in", in.artifact());
          }

          @Override
          public Node out(Arg.Out out) {
            return one("out", out.artifact());
          }

          @Override
          public Node param(Arg.Param param) {
            return one("param", param.name());
          }

          @Override
          public Node hyperparameters(Arg.Hyperparameters file) {
            return one("file", "hyperparameters");
          }
        });
  }

  private static Node one(String key, String value) {
    return Node.of(Map.of(key, Node.of(value)));
  }

  @Override
  public Node schema(SchemaDefinitions definitions) {
    Map<String, Node> text = Map.of("type", Node.of("string"));
    return Node.of(
        Map.of(
            "oneOf",
            Node.of(
                List.of(
                    Node.of(text),
                    Node.of(
                        Map.of(
                            "type",
                            Node.of("object"),
                            "minProperties",
                            Node.of(1),
                            "maxProperties",
                            Node.of(1),
                            "propertyNames",
                            Node.of(
                                Map.of(
                                    "enum",
                                    Node.of(
                                        List.of(
                                            Node.of("in"),
                                            Node.of("out"),
                                            Node.of("param"),
                                            Node.of("file"))))),
                            "additionalProperties",
                            Node.of(text)))))));
  }
}
