package dev.retrain.runtime.rollout;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.sequential.Arms;
import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.LatencyCounts;
import dev.retrain.sequential.MeanDifference;
import dev.retrain.sequential.ProportionDifference;
import dev.retrain.sequential.ProportionLimit;
import dev.retrain.sequential.QuantileLimit;
import dev.retrain.sequential.QuantileRatio;
import dev.retrain.sequential.SampleMoments;
import dev.retrain.sequential.TestProgress;
import dev.retrain.spi.deploy.LatencyHistogram;
import java.util.List;

/** The document forms of the states of sequential tests. */
final class TestShapes {

  private static final long MANY = Long.MAX_VALUE;
  private static final String SEEN = "seen";
  private static final String AT_LAST_LOOK = "at the last look";

  /** Logarithms of e-values; infinite ones are written as the largest finite number. */
  private static final Shape<Double> LOGARITHM = Shapes.number().as(v -> v, TestShapes::finite);

  static final Shape<EventCount> COUNT = count();

  private static final Shape<LatencyCounts> HISTOGRAM =
      LatencyHistogram.shape().as(LatencyCounts::of, TestShapes::latency);
  private static final Shape<SampleMoments> MOMENTS = moments();
  private static final Shape<TestProgress> PROGRESS = progress();

  static final Shape<ProportionDifference.State> PROPORTION_DIFFERENCE = proportionDifference();
  static final Shape<ProportionLimit.State> PROPORTION_LIMIT = proportionLimit();
  static final Shape<QuantileLimit.State> QUANTILE_LIMIT = quantileLimit();
  static final Shape<QuantileRatio.State> QUANTILE_RATIO = quantileRatio();
  static final Shape<MeanDifference.State> MEAN_DIFFERENCE = meanDifference();

  private TestShapes() {}

  private static double finite(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }

  /** Converts a histogram; one that is still empty may have other bounds. */
  private static LatencyHistogram latency(LatencyCounts histogram) {
    return histogram.total() == 0
        ? LatencyHistogram.empty()
        : LatencyHistogram.of(
            histogram.bounds().stream().mapToDouble(Double::doubleValue).toArray(),
            histogram.counts().stream().mapToLong(Long::longValue).toArray());
  }

  private static Shape<EventCount> count() {
    ObjectShape.Builder<EventCount> all = ObjectShape.named("Count");
    var events = all.required("events", Shapes.integer(0, MANY), EventCount::events, "among them");
    var total = all.required("total", Shapes.integer(0, MANY), EventCount::total, "requests");
    return all.build(f -> new EventCount(f.get(events), f.get(total)));
  }

  private static Shape<SampleMoments> moments() {
    ObjectShape.Builder<SampleMoments> all = ObjectShape.named("Moments");
    var rows = all.required("rows", Shapes.integer(0, MANY), SampleMoments::rows, "summed");
    var sum = all.required("sum", Shapes.number(), SampleMoments::sum, "of values");
    var squares =
        all.required("sumOfSquares", Shapes.number(), SampleMoments::sumOfSquares, "of values");
    return all.build(f -> new SampleMoments(f.get(rows), f.get(sum), f.get(squares)));
  }

  private static Shape<TestProgress> progress() {
    ObjectShape.Builder<TestProgress> all = ObjectShape.named("Progress");
    var missing = all.required("missing", Shapes.bool(), TestProgress::missing, AT_LAST_LOOK);
    var latest = all.required("latest", LOGARITHM, TestProgress::latest, "log e-value");
    var peak = all.required("peak", LOGARITHM, TestProgress::peak, "log e-value");
    return all.build(f -> new TestProgress(f.get(missing), f.get(latest), f.get(peak)));
  }

  private static <T> Shape<Arms<T>> arms(Shape<T> side) {
    ObjectShape.Builder<Arms<T>> all = ObjectShape.named("Arms");
    var canary = all.required("canary", side, Arms::canary, "on trial");
    var champion = all.required("champion", side, Arms::champion, "beside it");
    return all.build(f -> new Arms<>(f.get(canary), f.get(champion)));
  }

  private static Shape<ProportionDifference.State> proportionDifference() {
    ObjectShape.Builder<ProportionDifference.State> all =
        ObjectShape.named("ProportionDifferenceState");
    var seen = all.required(SEEN, arms(COUNT), ProportionDifference.State::seen, AT_LAST_LOOK);
    var grid =
        all.required(
            "logLikelihood",
            Shapes.list(LOGARITHM),
            ProportionDifference.State::logLikelihood,
            "of the log odds ratio");
    var weight =
        all.required("weight", Shapes.number(), ProportionDifference.State::weight, "of all looks");
    var difference =
        all.required(
            "weightedDifference",
            Shapes.number(),
            ProportionDifference.State::weightedDifference,
            "of all looks");
    var aim =
        all.optional(
            "aim", Shapes.number(), 0.0, ProportionDifference.State::aim, "log odds ratio");
    var progress =
        all.required("progress", PROGRESS, ProportionDifference.State::progress, "of the test");
    return all.build(
        f ->
            new ProportionDifference.State(
                f.get(seen),
                List.copyOf(f.get(grid)),
                f.get(weight),
                f.get(difference),
                f.get(aim),
                f.get(progress)));
  }

  private static Shape<ProportionLimit.State> proportionLimit() {
    ObjectShape.Builder<ProportionLimit.State> all = ObjectShape.named("ProportionLimitState");
    var seen = all.required(SEEN, COUNT, ProportionLimit.State::seen, AT_LAST_LOOK);
    var progress =
        all.required("progress", PROGRESS, ProportionLimit.State::progress, "of the test");
    return all.build(f -> new ProportionLimit.State(f.get(seen), f.get(progress)));
  }

  private static Shape<QuantileLimit.State> quantileLimit() {
    ObjectShape.Builder<QuantileLimit.State> all = ObjectShape.named("QuantileLimitState");
    var seen = all.required(SEEN, HISTOGRAM, QuantileLimit.State::seen, AT_LAST_LOOK);
    var progress = all.required("progress", PROGRESS, QuantileLimit.State::progress, "of the test");
    return all.build(f -> new QuantileLimit.State(f.get(seen), f.get(progress)));
  }

  private static Shape<QuantileRatio.State> quantileRatio() {
    ObjectShape.Builder<QuantileRatio.State> all = ObjectShape.named("QuantileRatioState");
    var seen = all.required(SEEN, arms(HISTOGRAM), QuantileRatio.State::seen, AT_LAST_LOOK);
    var progress = all.required("progress", PROGRESS, QuantileRatio.State::progress, "of the test");
    return all.build(f -> new QuantileRatio.State(f.get(seen), f.get(progress)));
  }

  private static Shape<MeanDifference.State> meanDifference() {
    ObjectShape.Builder<MeanDifference.State> all = ObjectShape.named("MeanDifferenceState");
    var seen = all.required(SEEN, arms(MOMENTS), MeanDifference.State::seen, AT_LAST_LOOK);
    var weight =
        all.required("weight", Shapes.number(), MeanDifference.State::weight, "of all looks");
    var canary = all.required("canary", side(), MeanDifference.State::canary, "on trial");
    var champion = all.required("champion", side(), MeanDifference.State::champion, "beside it");
    var progress =
        all.required("progress", PROGRESS, MeanDifference.State::progress, "of the test");
    return all.build(
        f ->
            new MeanDifference.State(
                f.get(seen), f.get(weight), f.get(canary), f.get(champion), f.get(progress)));
  }

  private static Shape<MeanDifference.Side> side() {
    ObjectShape.Builder<MeanDifference.Side> all = ObjectShape.named("Side");
    var mean =
        all.required(
            "weightedMean", Shapes.number(), MeanDifference.Side::weightedMean, "of all looks");
    var noise = all.required("noise", Shapes.number(), MeanDifference.Side::noise, "of all looks");
    var squares = all.required("squares", Shapes.number(), MeanDifference.Side::squares, "in them");
    var freedom =
        all.required("freedom", Shapes.integer(0, MANY), MeanDifference.Side::freedom, "degrees");
    return all.build(
        f -> new MeanDifference.Side(f.get(mean), f.get(noise), f.get(squares), f.get(freedom)));
  }
}
