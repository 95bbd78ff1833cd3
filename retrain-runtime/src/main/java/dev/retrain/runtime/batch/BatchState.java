package dev.retrain.runtime.batch;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.TrafficSplit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the stored state of one batch-scored model.
 *
 * @param versions versions that may score, with their counts
 * @param traffic version whose scores are used, and those that score in parallel
 */
record BatchState(Map<String, ScoredVersion> versions, Optional<TrafficSplit> traffic) {

  static final BatchState EMPTY = new BatchState(Map.of(), Optional.empty());

  static final Shape<BatchState> SHAPE = shape();

  /** Copies. */
  BatchState {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    requireNonNull(traffic);
  }

  BatchState with(ModelVersion version) {
    Map<String, ScoredVersion> more = new TreeMap<>(versions);
    more.putIfAbsent(version.version(), ScoredVersion.nothing(version));
    return new BatchState(more, traffic);
  }

  BatchState with(TrafficSplit split) {
    return new BatchState(versions, Optional.of(split));
  }

  BatchState with(Map<String, ScoredVersion> newer) {
    return new BatchState(newer, traffic);
  }

  BatchState without(String version) {
    Map<String, ScoredVersion> fewer = new TreeMap<>(versions);
    fewer.remove(version);
    return new BatchState(fewer, traffic);
  }

  private static Shape<BatchState> shape() {
    ObjectShape.Builder<BatchState> all = ObjectShape.named("BatchState");
    var versions =
        all.required(
            "versions", Shapes.map(ScoredVersion.shape()), BatchState::versions, "by name");
    var traffic = all.maybe("traffic", TrafficSplit.shape(), BatchState::traffic, "who scores");
    return all.build(f -> new BatchState(f.get(versions), f.find(traffic)));
  }
}
