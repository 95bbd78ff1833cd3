package dev.retrain.drift.schema;

import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.NumericColumn;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * A column whose rows are at hand.
 *
 * @param column the rows
 */
record DataColumn(Column column) implements ObservedColumn {
  @Override
  public ColumnKind kind() {
    return column.kind();
  }

  @Override
  public long rows() {
    return column.rows();
  }

  @Override
  public long missing() {
    return column.missingCount();
  }

  @Override
  public Offending notOf(ColumnKind expected) {
    return categories(category -> !expected.fits(category));
  }

  @Override
  public Offending notFinite() {
    return numbers(value -> !Double.isFinite(value));
  }

  @Override
  public Offending outside(ValueRange range) {
    return numbers(value -> Double.isFinite(value) && !range.contains(value));
  }

  @Override
  public Offending outside(Set<String> domain) {
    return categories(category -> !domain.contains(category));
  }

  private Offending numbers(DoublePredicate offends) {
    if (!(column instanceof NumericColumn numbers)) {
      return Offending.NONE;
    }
    return rowsWhere(row -> offends.test(numbers.value(row)));
  }

  private Offending categories(Predicate<String> offends) {
    if (!(column instanceof CategoricalColumn categories)) {
      return Offending.NONE;
    }
    List<String> dictionary = categories.dictionary();
    boolean[] bad = new boolean[dictionary.size()];
    for (int code = 0; code < bad.length; code++) {
      bad[code] = offends.test(dictionary.get(code));
    }
    return rowsWhere(row -> bad[categories.codes()[row]]);
  }

  private Offending rowsWhere(IntPredicate offends) {
    long count = 0;
    Set<String> examples = new LinkedHashSet<>();
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row) && offends.test(row)) {
        count++;
        if (examples.size() < EXAMPLES) {
          examples.add(column.text(row));
        }
      }
    }
    return new Offending(count, List.copyOf(examples));
  }
}
