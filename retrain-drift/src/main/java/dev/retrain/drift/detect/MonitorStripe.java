package dev.retrain.drift.detect;

import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.Binning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a monitor that one of its threads at a time adds to; callers synchronise on it.
 *
 * <p>One flat array: the bins of a feature, then its count of missing values, feature after
 * feature.
 */
final class MonitorStripe {

  private final List<FrozenFeature> features;
  private final Binning[] binnings;
  private final int[] numericStart;
  private final FrozenCategorical[] categoricals;
  private final int[] categoricalStart;
  private final long[] counts;
  private long rows;

  MonitorStripe(List<FrozenFeature> features) {
    this.features = features;
    List<Binning> binned = new ArrayList<>();
    List<FrozenCategorical> celled = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    List<Integer> cellStarts = new ArrayList<>();
    int size = 0;
    for (FrozenFeature feature : features) {
      if (feature instanceof FrozenNumeric numeric) {
        binned.add(numeric.fine());
        starts.add(size);
      } else if (feature instanceof FrozenCategorical categorical) {
        celled.add(categorical);
        cellStarts.add(size);
      }
      size += feature.bins() + 1;
    }
    this.binnings = binned.toArray(Binning[]::new);
    this.numericStart = starts.stream().mapToInt(Integer::intValue).toArray();
    this.categoricals = celled.toArray(FrozenCategorical[]::new);
    this.categoricalStart = cellStarts.stream().mapToInt(Integer::intValue).toArray();
    this.counts = new long[size];
  }

  void add(double[] numbers, @Nullable String[] categories) {
    for (int i = 0; i < binnings.length; i++) {
      double number = numbers[i];
      Binning binning = binnings[i];
      int bin = Double.isNaN(number) ? binning.bins() : binning.binOf(number);
      counts[numericStart[i] + bin]++;
    }
    for (int i = 0; i < categoricals.length; i++) {
      String category = categories[i];
      FrozenCategorical cells = categoricals[i];
      int cell = category == null ? cells.bins() : cells.cell(category);
      counts[categoricalStart[i] + cell]++;
    }
    rows++;
  }

  /** Adds the counts to a sum and starts again from zero; returns the rows. */
  long drainTo(long[] sum) {
    for (int i = 0; i < counts.length; i++) {
      sum[i] += counts[i];
    }
    Arrays.fill(counts, 0);
    long drained = rows;
    rows = 0;
    return drained;
  }

  int size() {
    return counts.length;
  }

  /** Cuts a flat sum into the counts of each feature. */
  SortedMap<String, BinCounts> byFeature(long[] sum) {
    SortedMap<String, BinCounts> byName = new TreeMap<>();
    int start = 0;
    for (FrozenFeature feature : features) {
      int end = start + feature.bins();
      byName.put(feature.name(), new BinCounts(Arrays.copyOfRange(sum, start, end), sum[end]));
      start = end + 1;
    }
    return byName;
  }
}
