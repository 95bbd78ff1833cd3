package dev.retrain.examples.flights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JSON files of the example: snake case, unknown keys refused. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Json() {}

  static <T> T read(Path file, Class<T> type) throws IOException {
    return MAPPER.readValue(Files.readAllBytes(file), type);
  }

  static void write(Path file, Object value) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, MAPPER.writeValueAsString(value) + "\n");
  }

  /** Reads an object whose missing keys are taken from another. */
  @SuppressWarnings("unchecked")
  static <T> T readOver(T defaults, Path file) throws IOException {
    JsonNode read = MAPPER.readTree(Files.readAllBytes(file));
    if (!(read instanceof ObjectNode given)) {
      throw new IOException("expected a JSON object in " + file);
    }
    ObjectNode merged = MAPPER.valueToTree(defaults);
    merged.setAll(given);
    try {
      return (T) MAPPER.treeToValue(merged, defaults.getClass());
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": " + e.getOriginalMessage(), e);
    }
  }
}
