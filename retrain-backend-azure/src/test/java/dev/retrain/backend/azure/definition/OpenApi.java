package dev.retrain.backend.azure.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks bodies against the definitions of an OpenAPI 2.0 document: inheritance by allOf, subtypes
 * by discriminator, unknown and missing properties, types, enums, patterns and lengths.
 */
final class OpenApi {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode definitions;

  OpenApi(Path document) throws IOException {
    this.definitions = JSON.readTree(Files.readString(document)).get("definitions");
  }

  /** Everything in a body that its definition does not allow. */
  List<String> findings(String definition, String body) throws IOException {
    List<String> findings = new ArrayList<>();
    check(definitions.get(definition), JSON.readTree(body), definition, findings);
    return findings;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> findings) {
    JsonNode resolved = resolved(schema, value);
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    collect(resolved, properties, value, path, findings);
    if (!properties.isEmpty()) {
      checkObject(properties, value, path, findings);
    } else if (resolved.has("additionalProperties")
        && resolved.get("additionalProperties").isObject()) {
      value
          .properties()
          .forEach(
              entry ->
                  check(
                      resolved.get("additionalProperties"),
                      entry.getValue(),
                      path + "." + entry.getKey(),
                      findings));
    } else {
      checkScalar(resolved, value, path, findings);
    }
  }

  private void checkObject(
      Map<String, JsonNode> properties, JsonNode value, String path, List<String> findings) {
    if (!value.isObject()) {
      findings.add(path + ": no object");
    }
    value
        .properties()
        .forEach(
            entry -> {
              String inner = path + "." + entry.getKey();
              JsonNode property = properties.get(entry.getKey());
              if (property == null) {
                findings.add(inner + ": unknown");
              } else if (property.path("readOnly").asBoolean(false)) {
                findings.add(inner + ": read-only");
              } else {
                check(property, entry.getValue(), inner, findings);
              }
            });
  }

  private static void checkScalar(
      JsonNode schema, JsonNode value, String path, List<String> findings) {
    String type = schema.path("type").asText("");
    boolean fits =
        switch (type) {
          case "string" -> value.isTextual();
          case "boolean" -> value.isBoolean();
          case "integer" -> value.isIntegralNumber();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          default -> true;
        };
    if (!fits) {
      findings.add(path + ": not " + type);
    }
    if (schema.has("enum")) {
      List<String> allowed = new ArrayList<>();
      schema.get("enum").forEach(one -> allowed.add(one.asText()));
      if (!allowed.contains(value.asText())) {
        findings.add(path + ": " + value + " not in " + allowed);
      }
    }
    if (schema.has("pattern")
        && !Pattern.compile(schema.get("pattern").asText()).matcher(value.asText()).find()) {
      findings.add(path + ": " + value + " does not match");
    }
    if (schema.has("minLength") && value.asText().length() < schema.get("minLength").asInt()) {
      findings.add(path + ": too short");
    }
  }

  /** All properties, inherited ones included; reports those required and missing. */
  private void collect(
      JsonNode schema,
      Map<String, JsonNode> properties,
      JsonNode value,
      String path,
      List<String> findings) {
    for (JsonNode parent : schema.path("allOf")) {
      collect(target(parent), properties, value, path, findings);
    }
    schema.path("properties").properties().forEach(e -> properties.put(e.getKey(), e.getValue()));
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        findings.add(path + "." + required.asText() + ": missing");
      }
    }
  }

  private JsonNode resolved(JsonNode schema, JsonNode value) {
    JsonNode target = schema.has("$ref") ? target(schema) : schema;
    if (!target.has("discriminator")) {
      return target;
    }
    String kind = value.path(target.get("discriminator").asText()).asText("");
    for (JsonNode candidate : definitions) {
      boolean subtype = false;
      for (JsonNode parent : candidate.path("allOf")) {
        subtype |= target(parent) == target;
      }
      if (subtype && candidate.path("x-ms-discriminator-value").asText("").equals(kind)) {
        return candidate;
      }
    }
    return target;
  }

  private JsonNode target(JsonNode reference) {
    String name = reference.get("$ref").asText();
    return name.startsWith("#/definitions/")
        ? definitions.get(name.substring("#/definitions/".length()))
        : JSON.createObjectNode();
  }
}
