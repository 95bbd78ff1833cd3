package dev.retrain.report;

import dev.retrain.drift.detect.Bins;
import dev.retrain.drift.profile.CategoricalProfile;
import dev.retrain.drift.profile.ColumnProfile;
import dev.retrain.drift.profile.Histogram;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.profile.SensitiveProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * How a feature's values spread over cells in the reference and in the current data.
 *
 * @param cells in order: bins ascending, categories by how frequent they were
 */
record FeatureDistribution(List<DistributionCell> cells) {

  private static final int NAMED_CATEGORIES = 12;
  private static final String OTHERS = "all others";

  FeatureDistribution {
    cells = List.copyOf(cells);
  }

  /**
   * Empty where the profiles do not hold the same cells, or hold nothing because of sensitivity.
   */
  static Optional<FeatureDistribution> of(ColumnProfile reference, ColumnProfile current) {
    if (reference instanceof NumericProfile before && current instanceof NumericProfile now) {
      return bins(before.histogram(), now.histogram());
    }
    if (reference instanceof CategoricalProfile before
        && current instanceof CategoricalProfile now) {
      return Optional.of(categories(before, now));
    }
    return Optional.empty();
  }

  /** Returns the distribution over the bins of the stability index that a report holds. */
  static FeatureDistribution of(Bins bins) {
    double[] edges = bins.edges().stream().mapToDouble(Double::doubleValue).toArray();
    List<DistributionCell> cells = new ArrayList<>();
    for (int bin = 0; bin < bins.reference().size(); bin++) {
      cells.add(
          new DistributionCell(
              label(edges, bin), bins.reference().get(bin), bins.current().get(bin)));
    }
    return new FeatureDistribution(cells);
  }

  private static Optional<FeatureDistribution> bins(Histogram before, Histogram now) {
    if (!before.sameEdges(now)) {
      return Optional.empty();
    }
    List<DistributionCell> cells = new ArrayList<>();
    for (int bin = 0; bin < before.bins(); bin++) {
      cells.add(
          new DistributionCell(
              label(before.edges(), bin), before.counts()[bin], now.counts()[bin]));
    }
    return Optional.of(new FeatureDistribution(cells));
  }

  private static String label(double[] edges, int bin) {
    if (edges.length == 0) {
      return "any value";
    }
    if (bin == 0) {
      return "up to " + NumberFormats.plain(edges[0]);
    }
    String above = "above " + NumberFormats.plain(edges[bin - 1]);
    return bin == edges.length ? above : above + " to " + NumberFormats.plain(edges[bin]);
  }

  /** Leaves out the name of a category that is rare on both sides: it could identify a person. */
  private static FeatureDistribution categories(CategoricalProfile before, CategoricalProfile now) {
    Map<String, DistributionCell> named = new LinkedHashMap<>();
    before
        .top(NAMED_CATEGORIES)
        .forEach(top -> named.put(top.category(), cell(top.category(), before, now)));
    now.top(NAMED_CATEGORIES)
        .forEach(top -> named.put(top.category(), cell(top.category(), before, now)));
    List<DistributionCell> cells =
        new ArrayList<>(
            named.values().stream().filter(FeatureDistribution::isFrequentSomewhere).toList());
    DistributionCell rest =
        cells.stream()
            .map(cell -> new DistributionCell(OTHERS, -cell.reference(), -cell.current()))
            .reduce(
                new DistributionCell(OTHERS, before.present(), now.present()),
                DistributionCell::plus);
    if (rest.reference() > 0 || rest.current() > 0) {
      cells.add(rest);
    }
    return new FeatureDistribution(cells);
  }

  private static DistributionCell cell(
      String category, CategoricalProfile before, CategoricalProfile now) {
    return new DistributionCell(
        category,
        before.counts().getOrDefault(category, 0L),
        now.counts().getOrDefault(category, 0L));
  }

  private static boolean isFrequentSomewhere(DistributionCell cell) {
    return Math.max(cell.reference(), cell.current()) >= SensitiveProfile.SMALLEST_CELL;
  }

  /** Returns the shares of the reference, {@link Shares} with small cells withheld. */
  Shares reference() {
    return Shares.of(cells.stream().mapToLong(DistributionCell::reference));
  }

  /** Returns the shares of the current data, {@link Shares} with small cells withheld. */
  Shares current() {
    return Shares.of(cells.stream().mapToLong(DistributionCell::current));
  }

  /**
   * The share of each cell among all of them, without those that are too small to be shown.
   *
   * @param rows per cell
   * @param shown whether the cell may be shown
   */
  record Shares(List<Long> rows, List<Boolean> shown) {

    static Shares of(LongStream counts) {
      List<Long> rows = counts.boxed().toList();
      List<Boolean> shown =
          new ArrayList<>(rows.stream().map(cell -> !SensitiveProfile.isTooSmall(cell)).toList());
      if (shown.stream().filter(visible -> !visible).count() == 1) {
        // A single gap could be filled by subtraction, so the next smallest cell goes with it.
        smallest(rows, shown).ifPresent(cell -> shown.set(cell, false));
      }
      return new Shares(rows, List.copyOf(shown));
    }

    private static Optional<Integer> smallest(List<Long> rows, List<Boolean> shown) {
      Optional<Integer> least = Optional.empty();
      for (int cell = 0; cell < rows.size(); cell++) {
        boolean counts = shown.get(cell) && rows.get(cell) > 0;
        if (counts && (least.isEmpty() || rows.get(cell) < rows.get(least.get()))) {
          least = Optional.of(cell);
        }
      }
      return least;
    }

    /** Empty where the cell is too small to be shown, or there is no row at all. */
    Optional<Double> share(int cell) {
      long all = rows.stream().mapToLong(Long::longValue).sum();
      return all > 0 && shown.get(cell)
          ? Optional.of((double) rows.get(cell) / all)
          : Optional.empty();
    }

    double largest() {
      double largest = 0;
      for (int cell = 0; cell < rows.size(); cell++) {
        largest = Math.max(largest, share(cell).orElse(0.0));
      }
      return largest;
    }
  }
}
