package dev.retrain.drift.detect;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.profile.ColumnProfile;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.profile.SensitiveProfile;
import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.MissingRate;
import dev.retrain.drift.stat.Statistic;
import dev.retrain.drift.stat.Statistic.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A column of the reference without any value: its kind is not known, and only how many values are
 * missing now can be compared.
 *
 * @param kind the kind it was read as
 * @param rows rows of the reference
 */
record AbsentReference(ColumnKind kind, long rows) implements ColumnReference {

  static boolean holdsNothing(Column column) {
    return column.presentCount() == 0
        || (column instanceof NumericColumn numbers
            && Arrays.stream(numbers.present()).allMatch(Double::isNaN));
  }

  static boolean holdsNothing(ColumnProfile profile) {
    boolean counted = !(profile instanceof SensitiveProfile);
    long nan = profile instanceof NumericProfile numbers ? numbers.nan() : 0;
    return counted && profile.present() == nan;
  }

  @Override
  public Optional<String> mismatch(String name, Column current) {
    return Optional.empty();
  }

  @Override
  public FeatureMeasures measure(String name, ColumnRole role, Current of) {
    Column current = of.column();
    long nan =
        current instanceof NumericColumn numbers
            ? Arrays.stream(numbers.present()).filter(Double::isNaN).count()
            : 0;
    long missing = current.missingCount() + nan;
    double effect = of.order().missingDesignEffect(current);
    return new FeatureMeasures(
        name,
        kind,
        role,
        nothing(current.rows() == 0 ? Reason.INSUFFICIENT_DATA : Reason.ALL_MISSING),
        MissingRate.test(rows, rows, missing, current.rows()),
        Significance.of(
            1, Optional.empty(), MissingRate.test(rows, rows, missing, current.rows(), effect)));
  }

  private Distribution nothing(Reason why) {
    if (kind == ColumnKind.NUMERIC) {
      return Distribution.Numeric.decisive(Statistic.undefined(why), Statistic.undefined(why));
    }
    BinCounts none = new BinCounts(new long[0], why == Reason.ALL_MISSING ? 1 : 0);
    return Distribution.Categorical.of(none, none, List.of());
  }
}
