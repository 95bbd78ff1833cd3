package dev.retrain.api.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Writes nodes as JSON or YAML. */
final class DocumentWriter {

  private static final JsonFactory JSON = new JsonFactory();
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();
  private static final int MAX_PLAIN_EXPONENT = 21;

  private DocumentWriter() {}

  static String canonicalJson(Node node) {
    return write(JSON, node, true, false);
  }

  static String prettyJson(Node node) {
    return write(JSON, node, false, true) + "\n";
  }

  static String yaml(Node node) {
    return write(YAML, node, false, false);
  }

  private static String write(JsonFactory factory, Node node, boolean sorted, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = factory.createGenerator(text)) {
      if (pretty) {
        DefaultPrettyPrinter.Indenter indenter = new DefaultIndenter("  ", "\n");
        out.setPrettyPrinter(
            new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
      }
      write(out, node, sorted);
    } catch (IOException e) {
      throw new UncheckedIOException("a string writer cannot fail", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Node node, boolean sorted) throws IOException {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Node> entries = mapping.entries();
      out.writeStartObject();
      for (Map.Entry<String, Node> entry : (sorted ? new TreeMap<>(entries) : entries).entrySet()) {
        out.writeFieldName(entry.getKey());
        write(out, entry.getValue(), sorted);
      }
      out.writeEndObject();
    } else if (node instanceof Node.Sequence sequence) {
      out.writeStartArray();
      for (Node item : sequence.items()) {
        write(out, item, sorted);
      }
      out.writeEndArray();
    } else if (node instanceof Node.Text value) {
      out.writeString(value.value());
    } else if (node instanceof Node.Num value) {
      out.writeNumber(digits(value.value()));
    } else if (node instanceof Node.Bool value) {
      out.writeBoolean(value.value());
    } else {
      out.writeNull();
    }
  }

  private static String digits(BigDecimal value) {
    BigDecimal shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale();
    return Math.abs(exponent) > MAX_PLAIN_EXPONENT ? shortest.toString() : shortest.toPlainString();
  }
}
