package dev.retrain.drift.detect;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.Homogeneity;
import dev.retrain.drift.stat.MissingRate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A categorical feature: a cell per category of the reference, and one for all others.
 *
 * @param name the column
 * @param role what it is for
 * @param cellOf the cell of each category, in the order of their names
 * @param reference the reference over the cells
 */
record FrozenCategorical(
    String name, ColumnRole role, Map<String, Integer> cellOf, BinCounts reference)
    implements FrozenFeature {

  static FrozenCategorical of(
      String name, ColumnRole role, Map<String, Long> counts, long other, long missing) {
    TreeMap<String, Long> sorted = new TreeMap<>(counts);
    Map<String, Integer> cellOf = new java.util.HashMap<>();
    sorted.keySet().forEach(category -> cellOf.put(category, cellOf.size()));
    long[] cells = sorted.values().stream().mapToLong(Long::longValue).toArray();
    long[] all = Arrays.copyOf(cells, cells.length + 1);
    all[cells.length] = other;
    return new FrozenCategorical(
        name, role, Collections.unmodifiableMap(cellOf), new BinCounts(all, missing));
  }

  int cell(String category) {
    return cellOf.getOrDefault(category, cellOf.size());
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.CATEGORICAL;
  }

  @Override
  public int bins() {
    return cellOf.size() + 1;
  }

  @Override
  public int fingerprint() {
    return cellOf.hashCode();
  }

  @Override
  public FeatureMeasures measure(BinCounts current) {
    var distribution = Distribution.Categorical.of(reference, current, List.of());
    var missing =
        MissingRate.test(reference.missing(), reference.rows(), current.missing(), current.rows());
    Significance significance =
        Significance.of(1, Homogeneity.pValue(reference, current, 1), missing);
    return new FeatureMeasures(name, kind(), role, distribution, missing, significance);
  }
}
