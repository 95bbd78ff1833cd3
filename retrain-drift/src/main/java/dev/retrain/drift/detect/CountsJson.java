package dev.retrain.drift.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retrain.drift.stat.BinCounts;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and writes the counts of a window. */
final class CountsJson {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private CountsJson() {}

  static String write(WindowCounts window) {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION);
    root.put("reference", window.reference());
    root.put("from", window.from().toString()).put("to", window.to().toString());
    root.put("rows", window.rows());
    ObjectNode features = root.putObject("features");
    window.features().forEach((name, counts) -> write(features.putObject(name), counts));
    return root.toString();
  }

  private static void write(ObjectNode node, BinCounts counts) {
    var cells = node.putArray("counts");
    for (long count : counts.counts()) {
      cells.add(count);
    }
    node.put("missing", counts.missing());
  }

  static WindowCounts read(String json) {
    JsonNode root = parse(json);
    if (root.path("version").asInt() != VERSION) {
      throw new IllegalArgumentException(
          "window counts of version %s, this reads version %d"
              .formatted(root.path("version").asText("none"), VERSION));
    }
    SortedMap<String, BinCounts> features = new TreeMap<>();
    root.path("features").properties().forEach(e -> features.put(e.getKey(), counts(e.getValue())));
    return new WindowCounts(
        root.path("reference").asText(),
        Instant.parse(root.path("from").asText()),
        Instant.parse(root.path("to").asText()),
        root.path("rows").asLong(),
        features);
  }

  private static BinCounts counts(JsonNode node) {
    JsonNode cells = node.path("counts");
    long[] counts = new long[cells.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = cells.get(i).asLong();
    }
    return new BinCounts(counts, node.path("missing").asLong());
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no window counts: " + e.getOriginalMessage(), e);
    }
  }
}
