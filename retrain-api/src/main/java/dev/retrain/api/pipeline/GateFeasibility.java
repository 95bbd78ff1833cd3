package dev.retrain.api.pipeline;

import dev.retrain.api.metric.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether any metrics can pass a gate: its comparisons may contradict each other, or the
 * range of a built-in metric. Comparisons with the champion are taken as possible.
 */
final class GateFeasibility {

  /** More alternatives than this are not tried, and the gate is taken as possible. */
  private static final int MOST_ALTERNATIVES = 4096;

  private static final Set<String> FROM_0_TO_1 =
      Set.of(
          Metric.AUC.name(),
          Metric.ACCURACY.name(),
          Metric.PRECISION.name(),
          Metric.RECALL.name(),
          Metric.F1.name(),
          Metric.MACRO_F1.name(),
          Metric.MRR.name(),
          Metric.BRIER.name(),
          Metric.CALIBRATION_ERROR.name(),
          Metric.ERROR_RATE.name());

  private int tried;

  private GateFeasibility() {}

  /** Returns why no metrics can pass; empty if some can. */
  static Optional<String> whyNever(Condition condition) {
    return new GateFeasibility().whyNot(List.of(condition), new HashMap<>());
  }

  /** The values that a metric may still have. */
  private record Bounds(double lowest, double highest) {}

  private Optional<String> whyNot(List<Condition> open, Map<String, Bounds> bounds) {
    if (open.isEmpty() || ++tried > MOST_ALTERNATIVES) {
      return Optional.empty();
    }
    Condition first = open.get(0);
    List<Condition> rest = open.subList(1, open.size());
    if (first instanceof Condition.All all) {
      List<Condition> more = new ArrayList<>(all.conditions());
      more.addAll(rest);
      return whyNot(more, bounds);
    }
    if (first instanceof Condition.Any any) {
      return anyOf(any, rest, bounds);
    }
    if (first instanceof Condition.AtLeast least) {
      return narrowed(
          least,
          least.from(),
          least.metric(),
          least.threshold(),
          Double.POSITIVE_INFINITY,
          rest,
          bounds);
    }
    if (first instanceof Condition.AtMost most) {
      return narrowed(
          most,
          most.from(),
          most.metric(),
          Double.NEGATIVE_INFINITY,
          most.threshold(),
          rest,
          bounds);
    }
    return whyNot(rest, bounds);
  }

  private Optional<String> anyOf(
      Condition.Any any, List<Condition> rest, Map<String, Bounds> bounds) {
    List<String> reasons = new ArrayList<>();
    for (Condition part : any.conditions()) {
      List<Condition> with = new ArrayList<>(List.of(part));
      with.addAll(rest);
      Optional<String> why = whyNot(with, new HashMap<>(bounds));
      if (why.isEmpty()) {
        return why;
      }
      reasons.add(why.get());
    }
    return Optional.of(String.join("; ", reasons));
  }

  private Optional<String> narrowed(
      Condition comparison,
      Optional<String> from,
      String metric,
      double lowest,
      double highest,
      List<Condition> rest,
      Map<String, Bounds> bounds) {
    String key = GateMetrics.key(from, metric);
    Bounds before = bounds.getOrDefault(key, range(metric));
    Bounds now = new Bounds(Math.max(before.lowest(), lowest), Math.min(before.highest(), highest));
    if (now.lowest() > now.highest()) {
      return Optional.of(
          comparison
              + " cannot hold: "
              + metric
              + " is "
              + (Double.isInfinite(lowest)
                  ? "at least " + before.lowest()
                  : "at most " + before.highest()));
    }
    bounds.put(key, now);
    return whyNot(rest, bounds);
  }

  private static Bounds range(String metric) {
    String name =
        metric.startsWith(Condition.CHAMPION_PREFIX)
            ? metric.substring(Condition.CHAMPION_PREFIX.length())
            : metric;
    boolean gain =
        metric.startsWith(Condition.GAIN_PREFIX)
            && isFraction(metric.substring(Condition.GAIN_PREFIX.length()));
    if (gain) {
      return new Bounds(-1, 1);
    }
    if (isFraction(name)) {
      return new Bounds(0, 1);
    }
    return Metric.builtIn(name).isPresent()
        ? new Bounds(0, Double.POSITIVE_INFINITY)
        : new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private static boolean isFraction(String metric) {
    return FROM_0_TO_1.contains(metric) || metric.startsWith("ndcg@");
  }
}
