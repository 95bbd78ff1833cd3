package dev.retrain.kfp.ir;

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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees as text. Equal trees are equal texts: nothing depends on the platform, and keys keep
 * the order of the (sorted) maps.
 *
 * <p>Numbers are written without an exponent, because YAML 1.1 readers take {@code 1.0E10} for a
 * string.
 */
public final class SpecText {

  private static final JsonFactory JSON = new JsonFactory();
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private SpecText() {}

  /** Indented JSON with a final newline. */
  public static String json(Map<String, ?> tree) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    return write(JSON, printer, tree) + "\n";
  }

  /** YAML with one document per tree, between them a line {@code ---}. */
  public static String yaml(List<? extends Map<String, ?>> trees) {
    return String.join("---\n", trees.stream().map(tree -> write(YAML, null, tree)).toList());
  }

  private static String write(
      JsonFactory factory, @Nullable DefaultPrettyPrinter printer, Object tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = factory.createGenerator(text)) {
      if (printer != null) {
        generator.setPrettyPrinter(printer);
      }
      write(generator, tree);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Object node) throws IOException {
    if (node instanceof Map<?, ?> object) {
      out.writeStartObject();
      for (Map.Entry<?, ?> field : object.entrySet()) {
        out.writeFieldName((String) field.getKey());
        write(out, field.getValue());
      }
      out.writeEndObject();
    } else if (node instanceof List<?> list) {
      out.writeStartArray();
      for (Object item : list) {
        write(out, item);
      }
      out.writeEndArray();
    } else {
      writeScalar(out, node);
    }
  }

  private static void writeScalar(JsonGenerator out, Object node) throws IOException {
    if (node instanceof String text) {
      out.writeString(text);
    } else if (node instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (node instanceof Integer number) {
      out.writeNumber(number);
    } else if (node instanceof Double number) {
      out.writeNumber(new BigDecimal(number.toString()).toPlainString());
    } else {
      throw new IllegalArgumentException("Not a value of a definition: " + node.getClass());
    }
  }
}
