package dev.retrain.runtime.router;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.metric.Percent;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the last report of one node of the application.
 *
 * @param life identifies one start of a node: counters start at zero with each
 * @param seen time of the report
 * @param versions versions it hosts, with their counters
 * @param traffic split of its calls; empty until it has loaded the versions
 */
record NodeReport(
    String life,
    Instant seen,
    Map<String, VersionHealth> versions,
    Optional<TrafficSplit> traffic) {

  /** Checks and copies. */
  NodeReport {
    requireNonNull(life);
    requireNonNull(seen);
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    requireNonNull(traffic);
  }

  boolean isAlive(Instant now, Duration deadAfter) {
    return now.isBefore(seen.plus(deadAfter));
  }

  boolean isReady(String version) {
    VersionHealth known = versions.get(version);
    return known != null && known.ready();
  }

  boolean routesTo(String version) {
    return traffic
        .filter(
            split ->
                split.share(version).value() > 0
                    || split.mirrored().getOrDefault(version, Percent.NONE).value() > 0)
        .isPresent();
  }

  static Shape<NodeReport> shape() {
    ObjectShape.Builder<NodeReport> all = ObjectShape.named("NodeReport");
    var life = all.required("life", Shapes.text(), NodeReport::life, "of the node");
    var seen = all.required("seen", Shapes.instant(), NodeReport::seen, "when last");
    var versions =
        all.required(
            "versions", Shapes.map(VersionHealth.shape()), NodeReport::versions, "it holds");
    var traffic = all.maybe("traffic", TrafficSplit.shape(), NodeReport::traffic, "it splits");
    return all.build(
        f -> new NodeReport(f.get(life), f.get(seen), f.get(versions), f.find(traffic)));
  }
}
