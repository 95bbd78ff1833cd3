package dev.retrain.runtime.router;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.runtime.rollout.HealthWindow;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.deploy.VersionState;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the state of one router that the nodes of an application share, in one document of the
 * store.
 *
 * @param versions versions that every node must host
 * @param traffic traffic that every node must have
 * @param nodes last report of each node
 * @param departed counts of removed nodes, by version
 */
record RouterState(
    Map<String, ModelVersion> versions,
    Optional<TrafficSplit> traffic,
    Map<String, NodeReport> nodes,
    Map<String, VersionHealth> departed) {

  static final RouterState EMPTY = new RouterState(Map.of(), Optional.empty(), Map.of(), Map.of());

  static final Shape<RouterState> SHAPE = shape();

  /** A node without a report for this long is removed; its counts are kept. */
  private static final Duration FORGET_AFTER = Duration.ofHours(1);

  /** Copies. */
  RouterState {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    requireNonNull(traffic);
    nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    departed = Collections.unmodifiableMap(new TreeMap<>(departed));
  }

  RouterState with(ModelVersion version) {
    Map<String, ModelVersion> more = new TreeMap<>(versions);
    more.putIfAbsent(version.version(), version);
    return new RouterState(more, traffic, nodes, departed);
  }

  RouterState with(TrafficSplit split) {
    return new RouterState(versions, Optional.of(split), nodes, departed);
  }

  RouterState without(String version) {
    Map<String, ModelVersion> fewer = new TreeMap<>(versions);
    fewer.remove(version);
    Map<String, VersionHealth> left = new TreeMap<>(departed);
    left.remove(version);
    return new RouterState(fewer, traffic, nodes, left);
  }

  /** Adds the report of a node; an earlier start of it, and nodes long dead, become counts. */
  RouterState reported(String node, NodeReport report) {
    Map<String, NodeReport> kept = new TreeMap<>(nodes);
    Map<String, VersionHealth> counts = new TreeMap<>(departed);
    nodes.forEach(
        (name, other) -> {
          boolean before = name.equals(node) && !other.life().equals(report.life());
          if (before || !other.isAlive(report.seen(), FORGET_AFTER)) {
            other.versions().forEach((v, health) -> counts.merge(v, health, HealthWindow::sum));
            kept.remove(name);
          }
        });
    counts.keySet().retainAll(versions.keySet());
    kept.put(node, report);
    return new RouterState(versions, traffic, kept, counts);
  }

  /** Returns the sum of all counts of a version. */
  VersionHealth counted(String version, boolean ready) {
    VersionHealth sum = departed.getOrDefault(version, VersionHealth.ABSENT);
    for (NodeReport node : nodes.values()) {
      sum = HealthWindow.sum(sum, node.versions().getOrDefault(version, VersionHealth.ABSENT));
    }
    return sum.in(VersionState.of(ready));
  }

  private static Shape<RouterState> shape() {
    ObjectShape.Builder<RouterState> all = ObjectShape.named("RouterState");
    var versions =
        all.required("versions", Shapes.map(ModelVersion.shape()), RouterState::versions, "held");
    var traffic = all.maybe("traffic", TrafficSplit.shape(), RouterState::traffic, "wanted");
    var nodes =
        all.required("nodes", Shapes.map(NodeReport.shape()), RouterState::nodes, "by name");
    var departed =
        all.optional(
            "departed",
            Shapes.map(VersionHealth.shape()),
            Map.of(),
            RouterState::departed,
            "by version");
    return all.build(
        f -> new RouterState(f.get(versions), f.find(traffic), f.get(nodes), f.get(departed)));
  }
}
