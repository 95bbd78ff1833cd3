package dev.retrain.drift.profile;

import static dev.retrain.drift.profile.NumberShapes.COUNT;
import static dev.retrain.drift.profile.NumberShapes.DOUBLE;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A numeric profile in a document; what can be derived is written for people and not read. */
final class NumericShape {
  private NumericShape() {}

  static ObjectShape<NumericProfile> shape() {
    ObjectShape.Builder<NumericProfile> profile = ObjectShape.named("NumericProfile");
    var counts =
        profile.required("counts", counts(), NumericProfile::counts, "cells by what they are");
    var moments =
        profile.required("moments", moments(), NumericProfile::moments, "of finite values");
    profile.maybe("sd", DOUBLE, p -> boxed(p.sd()), "sample standard deviation (derived)");
    profile.maybe("distinct", COUNT, p -> Optional.of(p.distinct()), "estimate (derived)");
    profile.maybe(
        "quantiles", Shapes.map(DOUBLE), NumericShape::quantiles, "by percentile (derived)");
    profile.maybe(
        "rank_error",
        DOUBLE,
        p -> Optional.of(p.quantiles().rankError()),
        "of a quantile, as a share of rows, at 99 % confidence (derived)");
    var histogram =
        profile.required("histogram", histogram(), NumericProfile::histogram, "on frozen edges");
    var bins =
        profile.required(
            "bins", COUNT, p -> (long) p.binsWanted(), "bins wanted when edges are new");
    var sketch =
        profile.required(
            "sketch",
            NumberShapes.bytes("KLL sketch", QuantileSketch::fromBytes, QuantileSketch::toBytes),
            NumericProfile::sketch,
            "KLL quantile sketch, Base64");
    var registers =
        profile.required(
            "distinct_sketch",
            NumberShapes.bytes("HLL sketch", Distinct::fromBytes, Distinct::toBytes),
            NumericProfile::distinctSketch,
            "HyperLogLog registers, Base64");
    return profile.build(
        v ->
            new NumericProfile(
                v.get(counts),
                v.get(moments),
                v.get(registers),
                v.get(sketch),
                v.get(histogram),
                v.get(bins).intValue()));
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  private static Optional<Map<String, Double>> quantiles(NumericProfile profile) {
    if (profile.quantiles().isEmpty()) {
      return Optional.empty();
    }
    Map<String, Double> quantiles = new TreeMap<>();
    for (int percent : new int[] {1, 5, 10, 25, 50, 75, 90, 95, 99}) {
      quantiles.put("p%02d".formatted(percent), profile.quantiles().quantile(percent / 100.0));
    }
    return Optional.of(quantiles);
  }

  private static Shape<NumericCounts> counts() {
    ObjectShape.Builder<NumericCounts> counts = ObjectShape.named("NumericCounts");
    var rows = counts.required("rows", COUNT, NumericCounts::rows, "all rows");
    var missing = counts.required("missing", COUNT, NumericCounts::missing, "without a value");
    var nan = counts.required("nan", COUNT, NumericCounts::nan, "not a number");
    var up = counts.required("positive_infinities", COUNT, NumericCounts::positiveInfinities, "");
    var down = counts.required("negative_infinities", COUNT, NumericCounts::negativeInfinities, "");
    var zeros = counts.required("zeros", COUNT, NumericCounts::zeros, "of either sign");
    return counts.build(
        v ->
            new NumericCounts(
                v.get(rows), v.get(missing), v.get(nan), v.get(up), v.get(down), v.get(zeros)));
  }

  private static Shape<Moments> moments() {
    ObjectShape.Builder<Moments> moments = ObjectShape.named("Moments");
    var count = moments.required("count", COUNT, Moments::count, "finite values");
    var min = moments.required("min", DOUBLE, Moments::min, "smallest");
    var max = moments.required("max", DOUBLE, Moments::max, "largest");
    var mean = moments.required("mean", DOUBLE, Moments::mean, "mean");
    var squares =
        moments.required("squares", DOUBLE, Moments::squares, "sum of squared deviations");
    return moments.build(
        v -> new Moments(v.get(count), v.get(min), v.get(max), v.get(mean), v.get(squares)));
  }

  private static Shape<Histogram> histogram() {
    ObjectShape.Builder<Histogram> histogram = ObjectShape.named("Histogram");
    var edges =
        histogram.required("edges", Shapes.list(DOUBLE), h -> doubles(h.edges()), "inner edges");
    var counts =
        histogram.required("counts", Shapes.list(COUNT), h -> longs(h.counts()), "rows per bin");
    var exact = histogram.required("exact", Shapes.bool(), Histogram::isExact, "counted");
    return histogram.build(
        v ->
            Histogram.of(
                v.get(edges).stream().mapToDouble(Double::doubleValue).toArray(),
                v.get(counts).stream().mapToLong(Long::longValue).toArray(),
                v.get(exact)));
  }

  private static List<Double> doubles(double[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  private static List<Long> longs(long[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }
}
