package dev.retrain.api.pipeline;

import dev.retrain.api.metric.Metric;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Derives improvements over the champion from the plain metrics of challenger and champion.
 *
 * <p>For every built-in metric {@code m} with {@code champion.m}: {@code gain.m} is the improvement
 * in the metric's good direction and {@code relative_gain.m} the same as a share of the champion's
 * absolute value (left out when that is zero). When there is no metric of a champion at all, every
 * gain is 0: the first version is compared with nothing.
 */
public final class GateMetrics {

  private GateMetrics() {}

  /** Returns the key of a metric; no name of a metric contains a colon. */
  static String key(Optional<String> artifact, String metric) {
    return artifact.map(name -> name + ":" + metric).orElse(metric);
  }

  /** Joins the metrics of several artifacts, those of other artifacts under {@link #key}. */
  static Map<String, Double> flat(String own, Map<String, Map<String, Double>> byArtifact) {
    Map<String, Double> all = new TreeMap<>();
    byArtifact.forEach(
        (artifact, metrics) -> {
          Optional<String> from = artifact.equals(own) ? Optional.empty() : Optional.of(artifact);
          withGains(metrics).forEach((name, value) -> all.put(key(from, name), value));
        });
    return Collections.unmodifiableMap(all);
  }

  /** Returns a copy of a condition that reads its metrics from an artifact. */
  static Condition from(Condition condition, Optional<String> artifact) {
    if (condition instanceof Condition.AtLeast least) {
      return new Condition.AtLeast(least.metric(), least.threshold(), artifact);
    }
    if (condition instanceof Condition.AtMost most) {
      return new Condition.AtMost(most.metric(), most.threshold(), artifact);
    }
    if (condition instanceof Condition.NotWorseThanChampion against) {
      return new Condition.NotWorseThanChampion(against.metric(), against.margin(), artifact);
    }
    return condition instanceof Condition.Any any
        ? new Condition.Any(any.conditions().stream().map(part -> from(part, artifact)).toList())
        : new Condition.All(condition.parts().stream().map(part -> from(part, artifact)).toList());
  }

  /** Returns the artifact that a comparison names. */
  static Optional<String> from(Condition comparison) {
    if (comparison instanceof Condition.AtLeast least) {
      return least.from();
    }
    if (comparison instanceof Condition.AtMost most) {
      return most.from();
    }
    return comparison instanceof Condition.NotWorseThanChampion against
        ? against.from()
        : Optional.empty();
  }

  /** Returns the metrics with gains added; those already there are kept. */
  public static Map<String, Double> withGains(Map<String, Double> metrics) {
    Map<String, Double> all = new TreeMap<>(metrics);
    boolean championKnown =
        metrics.keySet().stream().anyMatch(name -> name.startsWith(Condition.CHAMPION_PREFIX));
    metrics.forEach(
        (name, value) ->
            Metric.builtIn(name).ifPresent(metric -> add(all, metric, value, championKnown)));
    return Collections.unmodifiableMap(all);
  }

  private static void add(
      Map<String, Double> all, Metric metric, double value, boolean championKnown) {
    String gain = Condition.GAIN_PREFIX + metric.name();
    String relative = Condition.RELATIVE_GAIN_PREFIX + metric.name();
    Double champion = all.get(Condition.CHAMPION_PREFIX + metric.name());
    if (champion != null) {
      double improvement = metric.direction().gain(value, champion);
      all.putIfAbsent(gain, improvement);
      if (champion != 0) {
        all.putIfAbsent(relative, improvement / Math.abs(champion));
      }
    } else if (!championKnown) {
      all.putIfAbsent(gain, 0.0);
      all.putIfAbsent(relative, 0.0);
    }
  }
}
