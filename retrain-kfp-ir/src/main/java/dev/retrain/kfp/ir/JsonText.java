package dev.retrain.kfp.ir;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Indented JSON. */
final class JsonText {

  private JsonText() {}

  /** Writes a node; {@code line} is a newline and the indentation of the node itself. */
  static void write(StringBuilder out, Object node, String line) {
    if (node instanceof Map<?, ?> object) {
      object(out, object, line);
    } else if (node instanceof List<?> list) {
      list(out, list, line);
    } else {
      YamlScalars.write(out, node);
    }
  }

  private static void object(StringBuilder out, Map<?, ?> object, String line) {
    String inner = line + "  ";
    out.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> fields = object.entrySet().iterator();
        fields.hasNext(); ) {
      Map.Entry<?, ?> field = fields.next();
      out.append(inner);
      YamlScalars.quoted(out, (String) field.getKey());
      out.append(": ");
      write(out, field.getValue(), inner);
      out.append(fields.hasNext() ? "," : line);
    }
    out.append('}');
  }

  private static void list(StringBuilder out, List<?> list, String line) {
    String inner = line + "  ";
    out.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      out.append(inner);
      write(out, items.next(), inner);
      out.append(items.hasNext() ? "," : line);
    }
    out.append(']');
  }
}
