package dev.retrain.spi.deploy;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The document form of a version's counters. */
final class HealthShape {

  private static final long MANY = Long.MAX_VALUE;
  private static final String FAILED = "failed";
  private static final String GONE = "gone";
  private static final String UPPER = "le:";
  private static final String LONGER = "+Inf";

  private static final Shape<Map<Double, Duration>> QUANTILES =
      Shapes.map(Shapes.number()).as(HealthShape::quantiles, HealthShape::millis);

  static final Shape<LatencyHistogram> LATENCY = latency();

  static final Shape<VersionHealth> SHAPE = health();

  private HealthShape() {}

  private static Shape<VersionHealth> health() {
    ObjectShape.Builder<VersionHealth> all = ObjectShape.named("VersionHealth");
    var ready = all.required("ready", Shapes.bool(), VersionHealth::ready, "answers");
    var state = all.maybe("state", Shapes.text(), HealthShape::word, FAILED + " or " + GONE);
    var why = all.maybe("why", Shapes.text(), HealthShape::why, "it failed");
    var interval = all.maybe("interval", interval(), VersionHealth::interval, "counted in");
    var requests =
        all.required("requests", Shapes.integer(0, MANY), VersionHealth::requests, "answered");
    var errors = all.required("errors", Shapes.integer(0, MANY), VersionHealth::errors, "of those");
    var latency = all.required("latency", LATENCY, VersionHealth::latency, "by bucket");
    var quantiles =
        all.optional(
            "quantiles", QUANTILES, Map.of(), VersionHealth::quantiles, "of the latency, in ms");
    var outcomes =
        all.required("outcomes", Shapes.map(totals()), VersionHealth::outcomes, "by metric");
    return all.build(
        f ->
            new VersionHealth(
                state(f.get(ready), f.find(state), f.find(why)),
                f.find(interval),
                f.get(requests),
                f.get(errors),
                f.get(latency),
                f.get(quantiles),
                f.get(outcomes)));
  }

  /** Only the states that {@code ready} does not tell have a word. */
  private static Optional<String> word(VersionHealth health) {
    if (health.state() instanceof VersionState.Failed) {
      return Optional.of(FAILED);
    }
    return health.state() instanceof VersionState.Gone ? Optional.of(GONE) : Optional.empty();
  }

  private static Optional<String> why(VersionHealth health) {
    return health.state() instanceof VersionState.Failed failed
        ? Optional.of(failed.why())
        : Optional.empty();
  }

  private static VersionState state(boolean ready, Optional<String> word, Optional<String> why) {
    String known = word.orElse("");
    if (known.equals(FAILED)) {
      return new VersionState.Failed(why.orElse(""));
    }
    return known.equals(GONE) ? VersionState.GONE : VersionState.of(ready);
  }

  private static Shape<HealthInterval> interval() {
    ObjectShape.Builder<HealthInterval> all = ObjectShape.named("HealthInterval");
    var from = all.required("from", Shapes.instant(), HealthInterval::from, "inclusive");
    var to = all.required("to", Shapes.instant(), HealthInterval::to, "exclusive");
    return all.build(f -> new HealthInterval(f.get(from), f.get(to)));
  }

  private static Map<Double, Duration> quantiles(Map<String, Double> millis) {
    Map<Double, Duration> all = new TreeMap<>();
    millis.forEach(
        (quantile, value) ->
            all.put(Double.valueOf(quantile), Duration.ofNanos(Math.round(value * 1e6))));
    return all;
  }

  private static Map<String, Double> millis(Map<Double, Duration> quantiles) {
    Map<String, Double> all = new TreeMap<>();
    quantiles.forEach((quantile, took) -> all.put(quantile.toString(), took.toNanos() / 1e6));
    return all;
  }

  private static Shape<LatencyHistogram> latency() {
    return Shapes.map(Shapes.integer(0, MANY)).as(HealthShape::histogram, HealthShape::buckets);
  }

  private static LatencyHistogram histogram(Map<String, Long> buckets) {
    return buckets.keySet().stream().anyMatch(key -> key.startsWith(UPPER))
        ? bounded(buckets)
        : dense(buckets);
  }

  private static LatencyHistogram bounded(Map<String, Long> buckets) {
    SortedMap<Double, Long> sorted = new TreeMap<>();
    buckets.forEach((key, count) -> sorted.put(upper(key), count));
    double[] bounds = sorted.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    return LatencyHistogram.of(
        Arrays.copyOf(bounds, bounds.length - 1),
        sorted.values().stream().mapToLong(Long::longValue).toArray());
  }

  private static double upper(String key) {
    String bound = key.substring(UPPER.length());
    return bound.equals(LONGER) ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
  }

  private static LatencyHistogram dense(Map<String, Long> sparse) {
    long[] counts = new long[LatencyHistogram.BUCKETS];
    sparse.forEach((bucket, count) -> counts[bucket(bucket)] = count);
    return LatencyHistogram.of(counts);
  }

  private static int bucket(String index) {
    int bucket = Integer.parseInt(index);
    if (bucket < 0 || bucket >= LatencyHistogram.BUCKETS) {
      throw new IllegalArgumentException("there is no latency bucket " + index);
    }
    return bucket;
  }

  private static Map<String, Long> buckets(LatencyHistogram histogram) {
    Map<String, Long> buckets = new TreeMap<>();
    long[] counts = histogram.counts();
    double[] bounds = histogram.bounds();
    for (int i = 0; i < counts.length; i++) {
      if (!histogram.isStandard()) {
        buckets.put(UPPER + (i < bounds.length ? Double.toString(bounds[i]) : LONGER), counts[i]);
      } else if (counts[i] > 0) {
        buckets.put(Integer.toString(i), counts[i]);
      }
    }
    return buckets;
  }

  private static Shape<OutcomeTotals> totals() {
    ObjectShape.Builder<OutcomeTotals> all = ObjectShape.named("OutcomeTotals");
    var count = all.required("count", Shapes.integer(0, MANY), OutcomeTotals::count, "known");
    var sum = all.required("sum", Shapes.number(), OutcomeTotals::sum, "of values");
    var squares =
        all.required("sumOfSquares", Shapes.number(), OutcomeTotals::sumOfSquares, "of values");
    return all.build(f -> new OutcomeTotals(f.get(count), f.get(sum), f.get(squares)));
  }
}
