package dev.retrain.drift.detect;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.profile.CategoricalProfile;
import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.FittedCategorical;
import dev.retrain.drift.stat.Homogeneity;
import dev.retrain.drift.stat.MissingRate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of a categorical or boolean column.
 *
 * @param fitted rows per category
 * @param other rows of categories the reference did not keep by name; current categories without a
 *     name in the reference then count towards it
 * @param flags whether the categories are true and false
 * @param dependence between neighbouring reference rows
 */
record CategoricalReference(
    FittedCategorical fitted, long other, boolean flags, Dependence dependence)
    implements ColumnReference {

  static CategoricalReference of(CategoricalColumn column, RowOrder order) {
    return of(column, false, order);
  }

  static CategoricalReference of(CategoricalColumn column, boolean flags, RowOrder order) {
    return new CategoricalReference(fit(column), 0, flags, Dependence.of(column, order));
  }

  static CategoricalReference of(CategoricalProfile profile) {
    return new CategoricalReference(
        FittedCategorical.fit(profile.comparableCounts(), profile.missing()),
        otherRows(profile),
        profile.kind() == ColumnKind.BOOLEAN,
        Dependence.NONE);
  }

  /** Returns the rows of categories that are not compared by name. */
  static long otherRows(CategoricalProfile profile) {
    long named = profile.comparableCounts().values().stream().mapToLong(Long::longValue).sum();
    return profile.present() - named;
  }

  private static FittedCategorical fit(CategoricalColumn column) {
    long[] counts = column.counts();
    Map<String, Long> byName = new TreeMap<>();
    for (int code = 0; code < counts.length; code++) {
      if (counts[code] > 0) {
        byName.merge(column.dictionary().get(code), counts[code], Long::sum);
      }
    }
    return FittedCategorical.fit(byName, column.missingCount());
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.CATEGORICAL;
  }

  @Override
  public FeatureMeasures measure(String name, ColumnRole role, Current current) {
    CategoricalColumn given = categorical(current.column());
    CategoricalColumn column = flags ? withFlagsAsRead(given) : given;
    Dependence effect = dependence.max(Dependence.of(column, current.order()));
    FittedCategorical found = fit(column);
    FittedCategorical.Pair pair = pair(found);
    BinCounts left = pair.reference();
    BinCounts right = pair.current();
    List<String> unseen = other > 0 ? List.of() : fitted.unseen(found);
    Distribution distribution = Distribution.Categorical.of(left, right, unseen);
    Significance significance =
        Significance.of(
            effect.values(),
            Homogeneity.pValue(left, right, effect.values()),
            MissingRate.test(
                left.missing(), left.rows(), right.missing(), right.rows(), effect.missing()));
    var change = MissingRate.test(left.missing(), left.rows(), right.missing(), right.rows());
    return new FeatureMeasures(name, kind(), role, distribution, change, significance);
  }

  /** Spells true and false as a boolean column does, in a column that also holds something else. */
  private static CategoricalColumn withFlagsAsRead(CategoricalColumn column) {
    List<String> words =
        column.dictionary().stream()
            .map(
                word ->
                    word.equalsIgnoreCase("true") || word.equals("1")
                        ? "true"
                        : word.equalsIgnoreCase("false") || word.equals("0") ? "false" : word)
            .toList();
    return CategoricalColumn.of(column.codes(), words);
  }

  private static CategoricalColumn categorical(Column current) {
    if (current instanceof CategoricalColumn column) {
      return column;
    }
    if (current instanceof BooleanColumn column) {
      return column.asCategorical();
    }
    int[] codes = new int[current.rows()];
    java.util.Arrays.fill(codes, CategoricalColumn.MISSING);
    return CategoricalColumn.of(codes, List.of());
  }

  /**
   * Where the reference kept only the frequent categories, all others are one cell on both sides.
   */
  private FittedCategorical.Pair pair(FittedCategorical current) {
    if (other == 0) {
      return fitted.against(current);
    }
    Map<String, Long> named = new HashMap<>();
    long rest = 0;
    for (Map.Entry<String, Long> entry : current.counts().entrySet()) {
      if (fitted.counts().containsKey(entry.getKey())) {
        named.put(entry.getKey(), entry.getValue());
      } else {
        rest += entry.getValue();
      }
    }
    FittedCategorical.Pair pair = fitted.against(FittedCategorical.fit(named, current.missing()));
    return pair.and("other", other, rest);
  }
}
