package dev.retrain.backend.local.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON object of a request as plain Java values, and back. */
final class RequestJson {

  // Jackson's own limits hold: 1,000 levels, numbers of 1,000 digits, keys of 50,000 characters.
  private static final JsonFactory JSON = new JsonFactory();

  private RequestJson() {}

  /**
   * Reads one object.
   *
   * @throws BadRequest when the body is anything else
   */
  static Map<String, Object> object(byte[] body) throws BadRequest {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRequest("the body must be a JSON object");
      }
      Map<String, Object> object = mapping(parser);
      if (parser.nextToken() != null) {
        throw new BadRequest("there is more than one JSON object");
      }
      return object;
    } catch (IOException e) {
      throw new BadRequest("the body is not JSON: " + e.getClass().getSimpleName());
    }
  }

  /** Writes what {@link #object} reads. */
  static byte[] bytes(Map<String, Object> object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      write(out, object);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName(String.valueOf(entry.getKey()));
        write(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object item : list) {
        write(out, item);
      }
      out.writeEndArray();
    } else {
      // Texts, numbers, truth values and null: the generator knows these by itself.
      out.writeObject(value);
    }
  }

  @SuppressWarnings("NullAway") // A JSON null is a null value in the map, by the contract.
  private static Map<String, Object> mapping(JsonParser parser) throws IOException {
    Map<String, Object> entries = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, value(parser));
    }
    return entries;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(parser);
      case START_ARRAY -> sequence(parser);
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  private static Object whole(JsonParser parser) throws IOException {
    // One by one: a conditional expression of the two would make both a double.
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return parser.getDoubleValue();
    }
    return parser.getLongValue();
  }

  private static List<@Nullable Object> sequence(JsonParser parser) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }
}
