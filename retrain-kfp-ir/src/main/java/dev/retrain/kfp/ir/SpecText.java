package dev.retrain.kfp.ir;

import java.util.List;
import java.util.Map;

/**
 * Writes trees as text. Equal trees are equal texts: nothing depends on the platform, and keys keep
 * the order of the (sorted) maps.
 *
 * <p>Written here and not by a library, because every reader must agree on every text: Go's,
 * Python's (YAML 1.1, where {@code 2001-01-01} is a date, {@code 12:30} a number and {@code 1.0E10}
 * a string) and a browser's. So all strings stand in double quotes, escaped in the way JSON and
 * YAML share.
 */
public final class SpecText {

  private SpecText() {}

  /** Returns indented JSON with a final newline. */
  public static String json(Map<String, ?> tree) {
    StringBuilder out = new StringBuilder();
    JsonText.write(out, tree, "\n");
    return out.append('\n').toString();
  }

  /** Returns YAML with one document per tree, between them a line {@code ---}. */
  public static String yaml(List<? extends Map<String, ?>> trees) {
    StringBuilder out = new StringBuilder();
    for (Map<String, ?> tree : trees) {
      if (!out.isEmpty()) {
        out.append("---\n");
      }
      YamlText.write(out, tree);
    }
    return out.toString();
  }
}
