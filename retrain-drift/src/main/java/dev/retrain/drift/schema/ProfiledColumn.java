package dev.retrain.drift.schema;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.profile.CategoricalProfile;
import dev.retrain.drift.profile.CategoryCount;
import dev.retrain.drift.profile.ColumnProfile;
import dev.retrain.drift.profile.NumericProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A column known by its profile.
 *
 * @param profile what is kept of it
 */
record ProfiledColumn(ColumnProfile profile) implements ObservedColumn {
  @Override
  public ColumnKind kind() {
    return profile.kind();
  }

  @Override
  public long rows() {
    return profile.rows();
  }

  @Override
  public long missing() {
    return profile.missing();
  }

  @Override
  public Offending notOf(ColumnKind expected) {
    return categories(category -> !expected.fits(category), 0);
  }

  @Override
  public Offending notFinite() {
    if (!(profile instanceof NumericProfile numeric)) {
      return Offending.NONE;
    }
    List<String> examples = new ArrayList<>();
    if (numeric.nan() > 0) {
      examples.add("NaN");
    }
    if (numeric.counts().positiveInfinities() > 0) {
      examples.add("Infinity");
    }
    if (numeric.counts().negativeInfinities() > 0) {
      examples.add("-Infinity");
    }
    return new Offending(numeric.present() - numeric.finite(), examples);
  }

  /** Returns exact extremes; how many rows lie beyond is the sketch's estimate, at least one. */
  @Override
  public Offending outside(ValueRange range) {
    if (!(profile instanceof NumericProfile numeric) || numeric.finite() == 0) {
      return Offending.NONE;
    }
    long rows = 0;
    List<String> examples = new ArrayList<>();
    double min = numeric.min().getAsDouble();
    double max = numeric.max().getAsDouble();
    if (min < range.min()) {
      long below = numeric.quantiles().countAtOrBelow(Math.nextDown(range.min()));
      rows += Math.max(1, below - numeric.counts().negativeInfinities());
      examples.add(Double.toString(min));
    }
    if (max > range.max()) {
      long above = numeric.quantiles().count() - numeric.quantiles().countAtOrBelow(range.max());
      rows += Math.max(1, above - numeric.counts().positiveInfinities());
      examples.add(Double.toString(max));
    }
    return new Offending(rows, examples);
  }

  /** Counts rows of categories that the profile does not name as outside. */
  @Override
  public Offending outside(Set<String> domain) {
    long unnamed = profile instanceof CategoricalProfile categories ? categories.other() : 0;
    return categories(category -> !domain.contains(category), unnamed);
  }

  private Offending categories(Predicate<String> offends, long unnamed) {
    if (!(profile instanceof CategoricalProfile categories)) {
      return Offending.NONE;
    }
    List<CategoryCount> bad =
        categories.top(Integer.MAX_VALUE).stream()
            .filter(each -> offends.test(each.category()))
            .toList();
    return new Offending(
        unnamed + bad.stream().mapToLong(CategoryCount::count).sum(),
        bad.stream().limit(EXAMPLES).map(CategoryCount::category).toList());
  }
}
