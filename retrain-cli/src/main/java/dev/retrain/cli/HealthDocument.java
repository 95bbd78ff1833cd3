package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The counts of a version as JSON and as text. */
final class HealthDocument {

  private static final double P95 = 0.95;

  private HealthDocument() {}

  static Node of(String version, VersionHealth health, Optional<TrafficSplit> traffic) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("version", Node.of(version));
    document.put("ready", Node.of(health.ready()));
    document.put(
        "traffic", Node.of(traffic.map(split -> split.share(version).value()).orElse(0.0)));
    document.put("requests", Node.of(health.requests()));
    document.put("errors", Node.of(health.errors()));
    health
        .latency()
        .quantileMillis(P95)
        .ifPresent(millis -> document.put("latency_p95_ms", finite(millis)));
    Map<String, Node> outcomes = new TreeMap<>();
    health.outcomes().forEach((metric, totals) -> mean(metric, totals, outcomes));
    document.put("outcomes", Node.of(outcomes));
    return Node.of(document);
  }

  private static void mean(String metric, OutcomeTotals totals, Map<String, Node> outcomes) {
    totals.mean().ifPresent(mean -> outcomes.put(metric, finite(mean)));
  }

  private static Node finite(double value) {
    return Node.of(Double.isFinite(value) ? value : Double.MAX_VALUE);
  }

  /**
   * Returns text such as {@code version 2: 120 requests, 0.8 % errors, p95 12 ms, accuracy 0.91}.
   */
  static String describe(String version, VersionHealth health) {
    StringBuilder text = new StringBuilder("version " + version + ": ");
    if (!health.ready()) {
      return text.append("not ready").toString();
    }
    text.append(health.requests()).append(" requests");
    if (health.requests() > 0) {
      text.append(
          String.format(
              Locale.ROOT, ", %.2f %% errors", 100.0 * health.errors() / health.requests()));
    }
    health
        .latency()
        .quantileMillis(P95)
        .ifPresent(millis -> text.append(String.format(Locale.ROOT, ", p95 %.1f ms", millis)));
    health
        .outcomes()
        .forEach(
            (metric, totals) ->
                totals
                    .mean()
                    .ifPresent(
                        mean ->
                            text.append(String.format(Locale.ROOT, ", %s %.4g", metric, mean))));
    return text.toString();
  }
}
