package dev.retrain.api.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The named parts of a JSON Schema under construction. Not thread-safe. */
public final class SchemaDefinitions {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private final Map<String, Node> parts = new TreeMap<>();

  private SchemaDefinitions() {}

  /**
   * Returns the whole JSON Schema (draft 2020-12) of a shape.
   *
   * @param title the schema's title
   */
  public static Node schemaOf(Shape<?> shape, String title) {
    SchemaDefinitions definitions = new SchemaDefinitions();
    Node root = shape.schema(definitions);
    Map<String, Node> schema = new LinkedHashMap<>();
    schema.put("$schema", Node.of(DIALECT));
    schema.put("title", Node.of(title));
    ((Node.Mapping) root).entries().forEach(schema::put);
    schema.put("$defs", Node.of(definitions.parts));
    return Node.of(schema);
  }

  /** Returns a reference to a named part, made at its first use. */
  public Node reference(String name, Supplier<Node> schema) {
    if (!parts.containsKey(name)) {
      parts.put(name, Node.of(true));
      parts.put(name, schema.get());
    }
    return Node.of(Map.of("$ref", Node.of("#/$defs/" + name)));
  }
}
