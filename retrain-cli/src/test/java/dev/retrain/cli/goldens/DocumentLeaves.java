package dev.retrain.cli.goldens;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a JSON document by their keys and places, such as {@code /runs[0]/status}. */
final class DocumentLeaves {

  private DocumentLeaves() {}

  static SortedMap<String, String> of(String json) {
    SortedMap<String, String> leaves = new TreeMap<>();
    collect("", Documents.parse(json, "the output"), leaves);
    return leaves;
  }

  private static void collect(String place, Node node, SortedMap<String, String> leaves) {
    if (node instanceof Node.Mapping mapping) {
      mapping.entries().forEach((key, value) -> collect(place + "/" + key, value, leaves));
    } else if (node instanceof Node.Sequence list) {
      List<Node> items = list.items();
      for (int i = 0; i < items.size(); i++) {
        collect(place + "[" + i + "]", items.get(i), leaves);
      }
    } else {
      leaves.put(place, Documents.canonicalJson(node));
    }
  }
}
