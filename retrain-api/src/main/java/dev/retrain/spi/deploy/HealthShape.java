package dev.retrain.spi.deploy;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.Map;
import java.util.TreeMap;

/** The document form of a version's counters. */
final class HealthShape {

  private static final long MANY = Long.MAX_VALUE;

  static final Shape<LatencyHistogram> LATENCY = latency();

  static final Shape<VersionHealth> SHAPE = health();

  private HealthShape() {}

  private static Shape<VersionHealth> health() {
    ObjectShape.Builder<VersionHealth> all = ObjectShape.named("VersionHealth");
    var ready = all.required("ready", Shapes.bool(), VersionHealth::ready, "answers");
    var requests =
        all.required("requests", Shapes.integer(0, MANY), VersionHealth::requests, "answered");
    var errors = all.required("errors", Shapes.integer(0, MANY), VersionHealth::errors, "of those");
    var latency = all.required("latency", LATENCY, VersionHealth::latency, "by bucket");
    var outcomes =
        all.required("outcomes", Shapes.map(totals()), VersionHealth::outcomes, "by metric");
    return all.build(
        f ->
            new VersionHealth(
                f.get(ready), f.get(requests), f.get(errors), f.get(latency), f.get(outcomes)));
  }

  /** Writes only the buckets that counted something, by index. */
  private static Shape<LatencyHistogram> latency() {
    return Shapes.map(Shapes.integer(1, MANY)).as(HealthShape::dense, HealthShape::sparse);
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

  private static Map<String, Long> sparse(LatencyHistogram histogram) {
    Map<String, Long> sparse = new TreeMap<>();
    long[] counts = histogram.counts();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        sparse.put(Integer.toString(i), counts[i]);
      }
    }
    return sparse;
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
