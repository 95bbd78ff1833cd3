package dev.retrain.api.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.Problem.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One pass of the streaming parser over one text, building nodes with their positions. */
final class DocumentParser {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Pattern JSON_START = Pattern.compile("\\s*\\{\\s*[\"}]");
  private static final int MAX_DEPTH = 200;
  private static final int MAX_EXPONENT = 1100;

  private final String text;
  private final String source;
  private final JsonFactory language;

  private DocumentParser(String text, String source, JsonFactory language) {
    this.text = text;
    this.source = source;
    this.language = language;
  }

  /** Returns a parser of JSON or YAML. */
  static DocumentParser of(String text, String source) {
    // A brace and a quote start JSON; YAML's own flow style has no quotes.
    return new DocumentParser(text, source, JSON_START.matcher(text).lookingAt() ? JSON : YAML);
  }

  /** Returns a parser of JSON alone. */
  static DocumentParser json(String text, String source) {
    return new DocumentParser(text, source, JSON);
  }

  Node parse() {
    try (JsonParser parser = language.createParser(text)) {
      if (parser.nextToken() == null) {
        throw syntax(new Location(source, 1, 1), "the text is empty");
      }
      Node node = value(parser, 0);
      if (parser.nextToken() != null) {
        throw syntax(place(parser), "there is more than one document");
      }
      return node;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      Location place =
          at == null
              ? new Location(source, 1, 1)
              : new Location(source, at.getLineNr(), at.getColumnNr());
      throw syntax(place, firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Node value(JsonParser parser, int depth) throws IOException {
    Location at = place(parser);
    if (depth > MAX_DEPTH) {
      throw syntax(at, "it is nested more than " + MAX_DEPTH + " deep");
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw syntax(at, "YAML aliases are not supported");
    }
    Optional<Location> place = Optional.of(at);
    return switch (parser.currentTokenId()) {
      case JsonTokenId.ID_START_OBJECT -> mapping(parser, place, depth);
      case JsonTokenId.ID_START_ARRAY -> sequence(parser, place, depth);
      case JsonTokenId.ID_STRING -> new Node.Text(parser.getText(), place);
      case JsonTokenId.ID_NUMBER_INT, JsonTokenId.ID_NUMBER_FLOAT -> number(parser, place);
      case JsonTokenId.ID_TRUE, JsonTokenId.ID_FALSE ->
          new Node.Bool(parser.getBooleanValue(), place);
      case JsonTokenId.ID_NULL -> new Node.Null(place);
      default ->
          throw syntax(at, "unexpected " + parser.currentToken().name().toLowerCase(Locale.ROOT));
    };
  }

  private Node number(JsonParser parser, Optional<Location> place) throws IOException {
    String digits = parser.getText();
    if (digits.contains("_") || parser.isNaN() || digits.matches("-?0[0-9].*")) {
      // YAML 1.1 reads 010 as eight and 1_000 as a thousand: keep the text as it was written.
      return new Node.Text(digits, place);
    }
    BigDecimal value = parser.getDecimalValue();
    if (Math.abs((long) value.precision() - value.scale()) > MAX_EXPONENT) {
      // Written out, such a number would fill the memory; no double is that large or small.
      throw syntax(place(parser), "the number " + cut(digits) + " is too large or too small");
    }
    return new Node.Num(value, place);
  }

  private static String cut(String digits) {
    return digits.length() > 40 ? digits.substring(0, 40) + "..." : digits;
  }

  private Node mapping(JsonParser parser, Optional<Location> place, int depth) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    Map<String, Location> keys = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      keys.put(key, place(parser));
      parser.nextToken();
      entries.put(key, value(parser, depth + 1));
    }
    return new Node.Mapping(entries, keys, place);
  }

  private Node sequence(JsonParser parser, Optional<Location> place, int depth) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, depth + 1));
    }
    return new Node.Sequence(items, place);
  }

  private Location place(JsonParser parser) {
    JsonLocation at = parser.currentTokenLocation();
    return new Location(source, at.getLineNr(), at.getColumnNr());
  }

  private InvalidDefinitionException syntax(Location at, String what) {
    Problem problem =
        Problem.error("syntax", "", "", what, "Write well-formed JSON or YAML, each key once")
            .at(at);
    return new InvalidDefinitionException(source, List.of(problem));
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "it cannot be parsed" : message.lines().findFirst().orElse("");
  }
}
