package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.Node;
import dev.retrain.serving.HostedState;
import dev.retrain.serving.HostedVersion;
import dev.retrain.serving.HostedVersions;
import dev.retrain.serving.PredictionJoin;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What {@code GET /metrics} shows. */
final class EndpointMetrics {

  private static final double LONGEST_MILLIS =
      LatencyHistogram.upperMillis(LatencyHistogram.BUCKETS - 2);

  private final String endpoint;
  private final HostedVersions<ServedModel> table;
  private final PredictionJoin join;
  private final ShadowQueue shadow;
  private final LongSupplier refused;

  EndpointMetrics(
      String endpoint,
      HostedVersions<ServedModel> table,
      PredictionJoin join,
      ShadowQueue shadow,
      LongSupplier refused) {
    this.endpoint = endpoint;
    this.table = table;
    this.join = join;
    this.shadow = shadow;
    this.refused = refused;
  }

  Map<String, Node> entries() {
    HostedState state = table.state();
    Map<String, Node> versions = new TreeMap<>();
    state
        .versions()
        .forEach((name, kept) -> versions.put(name, version(name, kept.health(), state)));
    return Map.of(
        "endpoint", Node.of(endpoint),
        "refused", Node.of(refused.getAsLong()),
        "shadow_dropped", Node.of(shadow.dropped()),
        "shadow_share", Node.of(shadow.share()),
        "outcomes_forgotten", Node.of(join.forgotten()),
        "versions", Node.of(versions));
  }

  private Node version(String name, VersionHealth health, HostedState state) {
    Map<String, Node> entries = new TreeMap<>();
    entries.put("ready", Node.of(health.ready()));
    entries.put("requests", Node.of(health.requests()));
    entries.put("errors", Node.of(health.errors()));
    Map.of("p50_ms", 0.5, "p95_ms", 0.95, "p99_ms", 0.99)
        .forEach((key, share) -> putQuantile(entries, key, health, share));
    entries.put("outcomes", outcomes(health));
    table
        .version(name)
        .flatMap(HostedVersion::problem)
        .ifPresent(why -> entries.put("problem", Node.of(why)));
    state.traffic().ifPresent(split -> putTraffic(entries, name, split));
    return Node.of(entries);
  }

  private static void putQuantile(
      Map<String, Node> entries, String key, VersionHealth health, double share) {
    health
        .latency()
        .quantileMillis(share)
        .ifPresent(
            // The last bucket has no upper bound, and JSON no infinity.
            millis -> entries.put(key, Node.of(Math.min(millis, LONGEST_MILLIS))));
  }

  private static void putTraffic(Map<String, Node> entries, String name, TrafficSplit split) {
    entries.put("traffic_percent", Node.of(split.share(name).value()));
    if (split.mirrored().containsKey(name)) {
      entries.put("mirrored_percent", Node.of(split.mirrored().get(name).value()));
    }
  }

  private static Node outcomes(VersionHealth health) {
    Map<String, Node> outcomes = new TreeMap<>();
    health
        .outcomes()
        .forEach(
            (metric, totals) ->
                outcomes.put(
                    metric,
                    Node.of(
                        Map.of(
                            "count", Node.of(totals.count()),
                            "mean", Node.of(totals.mean().orElse(0))))));
    return Node.of(outcomes);
  }
}
