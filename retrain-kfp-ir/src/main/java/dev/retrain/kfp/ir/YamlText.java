package dev.retrain.kfp.ir;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** YAML in block style. */
final class YamlText {

  /** Plain words stand without quotes, as keys only. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  /** Words that YAML 1.1 takes for truth values or null, in lower case. */
  private static final Set<String> TAKEN =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private YamlText() {}

  static void write(StringBuilder out, Map<?, ?> document) {
    if (document.isEmpty()) {
      out.append("{}\n");
    } else {
      object(out, document, "");
    }
  }

  /** Writes fields, of which the first stands where the text is. */
  private static void object(StringBuilder out, Map<?, ?> object, String indent) {
    boolean first = true;
    for (Map.Entry<?, ?> field : object.entrySet()) {
      out.append(first ? "" : indent);
      first = false;
      key(out, (String) field.getKey());
      out.append(':');
      value(out, field.getValue(), indent);
    }
  }

  private static void key(StringBuilder out, String key) {
    if (WORD.matcher(key).matches() && !isTaken(key)) {
      out.append(key);
    } else {
      YamlScalars.quoted(out, key);
    }
  }

  private static boolean isTaken(String key) {
    return key.length() <= 5 && TAKEN.contains(key.toLowerCase(Locale.ROOT));
  }

  private static void value(StringBuilder out, Object value, String indent) {
    if (value instanceof Map<?, ?> object && !object.isEmpty()) {
      String inner = indent + "  ";
      out.append('\n').append(inner);
      object(out, object, inner);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      out.append('\n');
      list.forEach(item -> item(out, item, indent));
    } else {
      out.append(' ');
      small(out, value);
    }
  }

  private static void item(StringBuilder out, Object item, String indent) {
    out.append(indent).append("- ");
    if (item instanceof Map<?, ?> object && !object.isEmpty()) {
      object(out, object, indent + "  ");
    } else {
      small(out, item);
    }
  }

  /** On one line; lists in lists do not occur in a definition. */
  private static void small(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?>) {
      out.append("{}");
    } else if (value instanceof List<?> list && list.isEmpty()) {
      out.append("[]");
    } else {
      YamlScalars.write(out, value);
    }
    out.append('\n');
  }
}
