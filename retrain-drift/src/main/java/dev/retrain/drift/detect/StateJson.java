package dev.retrain.drift.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and writes the state between windows. */
final class StateJson {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private StateJson() {}

  static String write(DriftState state) {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION);
    root.put("cool_down_left", state.coolDownLeft());
    ObjectNode traces = root.putObject("traces");
    state.traces().forEach((key, trace) -> write(traces.putObject(key), trace));
    return root.toString();
  }

  private static void write(ObjectNode node, Trace trace) {
    node.put("windows", trace.windows()).put("score", trace.score()).put("streak", trace.streak());
    ObjectNode effects = node.putObject("effects");
    trace.effects().forEach(effects::put);
  }

  static DriftState read(String json) {
    JsonNode root = parse(json);
    if (root.path("version").asInt() != VERSION) {
      throw new IllegalArgumentException(
          "drift state of version %s, this reads version %d"
              .formatted(root.path("version").asText("none"), VERSION));
    }
    SortedMap<String, Trace> traces = new TreeMap<>();
    root.path("traces").properties().forEach(e -> traces.put(e.getKey(), trace(e.getValue())));
    return new DriftState(root.path("cool_down_left").asInt(), traces);
  }

  private static Trace trace(JsonNode node) {
    SortedMap<String, Double> effects = new TreeMap<>();
    node.path("effects")
        .properties()
        .forEach(e -> effects.put(e.getKey(), e.getValue().asDouble()));
    return new Trace(
        node.path("windows").asInt(),
        node.path("score").asDouble(),
        effects,
        node.path("streak").asInt());
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no drift state: " + e.getOriginalMessage(), e);
    }
  }
}
