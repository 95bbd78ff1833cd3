package dev.retrain.drift.detect;

import dev.retrain.drift.profile.Histogram;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.Binning;
import java.util.ArrayList;
import java.util.List;

/**
 * The frozen bins of a profile, with bins beyond its extremes where the outermost ones hold a
 * single value; profiles on file have none. The extremes are exact, so what lies beyond is known.
 *
 * @param binning the bins
 * @param counts the reference over them, NaN and missing apart
 */
record ProfileBins(Binning binning, BinCounts counts) {

  static ProfileBins of(NumericProfile profile) {
    Histogram histogram = profile.histogram();
    long missing = profile.missing() + profile.nan();
    double[] edges = histogram.edges();
    if (profile.finite() == 0) {
      return new ProfileBins(Binning.of(edges), new BinCounts(histogram.counts(), missing));
    }
    double min = profile.min().getAsDouble();
    double max = profile.max().getAsDouble();
    boolean onlyMin =
        profile.counts().negativeInfinities() == 0 && (edges.length == 0 || edges[0] == min);
    boolean onlyMax = profile.counts().positiveInfinities() == 0 && endsIn(max, edges, profile);
    Binning binning = Binning.open(edges, onlyMin ? min : Double.NaN, onlyMax ? max : Double.NaN);
    List<Long> counts = new ArrayList<>();
    if (onlyMin) {
      counts.add(0L);
    }
    for (long count : histogram.counts()) {
      counts.add(count);
    }
    if (onlyMax) {
      counts.add(0L);
    }
    long[] all = counts.stream().mapToLong(Long::longValue).toArray();
    return new ProfileBins(binning, new BinCounts(all, missing));
  }

  /** Returns whether the highest bin holds nothing but the maximum, as far as the sketch knows. */
  private static boolean endsIn(double max, double[] edges, NumericProfile profile) {
    if (edges.length == 0) {
      return true;
    }
    double last = edges[edges.length - 1];
    for (double value : profile.quantiles().values()) {
      if (value > last) {
        return value == max;
      }
    }
    return false;
  }
}
