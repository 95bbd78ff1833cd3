package dev.retrain.runtime.phase;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Tells one reason for doing nothing from another by the numbers seen, without the times at which
 * they were seen and the ages that grow with every look: a reason is logged once.
 */
final class HoldReason {

  private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final String WHY = "why";

  private HoldReason() {}

  /** Returns a hash that stays the same while nothing but times changes. */
  static String hash(Node evidence) {
    return Documents.sha256(steady("", evidence));
  }

  private static Node steady(String key, Node node) {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Node> entries = new TreeMap<>();
      mapping.entries().forEach((name, value) -> entries.put(name, steady(name, value)));
      return Node.of(entries);
    }
    if (node instanceof Node.Sequence list) {
      return Node.of(list.items().stream().map(item -> steady(key, item)).toList());
    }
    return node instanceof Node.Text text ? Node.of(steady(key, text.value())) : node;
  }

  /** The numbers of a sentence stand in the evidence as well. */
  private static String steady(String key, String text) {
    String timeless = TIME.matcher(text).replaceAll("");
    return key.equals(WHY) ? NUMBER.matcher(timeless).replaceAll("#") : timeless;
  }
}
