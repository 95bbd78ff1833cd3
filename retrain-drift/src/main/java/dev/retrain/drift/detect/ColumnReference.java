package dev.retrain.drift.detect;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.TimestampColumn;
import dev.retrain.drift.profile.CategoricalProfile;
import dev.retrain.drift.profile.ColumnProfile;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.profile.SensitiveProfile;
import dev.retrain.drift.profile.TimestampProfile;
import java.util.Optional;

/** What is kept of one column of the reference to measure current columns against. */
interface ColumnReference {

  /** Returns what the values are; a boolean column is categorical. */
  ColumnKind kind();

  /** Measures a current column, which must be of a matching kind or hold no value. */
  FeatureMeasures measure(String name, ColumnRole role, Current current);

  /** Returns why a column cannot be compared; a column without any value can always be. */
  default Optional<String> mismatch(String name, Column current) {
    ColumnKind found = merged(current.kind());
    return found == kind() || current.presentCount() == 0
        ? Optional.empty()
        : Optional.of(
            "column '%s' is %s in the reference and %s in the current data"
                .formatted(name, kind().label(), found.label()));
  }

  private static ColumnKind merged(ColumnKind kind) {
    return kind == ColumnKind.BOOLEAN ? ColumnKind.CATEGORICAL : kind;
  }

  /** Fits a column whose rows stand in a known order. */
  static ColumnReference of(Column column, RowOrder order) {
    if (column.rows() > 0 && AbsentReference.holdsNothing(column)) {
      return new AbsentReference(merged(column.kind()), column.rows());
    }
    return column.accept(
        new Column.Visitor<>() {
          @Override
          public ColumnReference numeric(NumericColumn numeric) {
            return NumericReference.of(numeric, order);
          }

          @Override
          public ColumnReference categorical(CategoricalColumn categorical) {
            return CategoricalReference.of(categorical, order);
          }

          @Override
          public ColumnReference bool(BooleanColumn bool) {
            return CategoricalReference.of(bool.asCategorical(), true, order);
          }

          @Override
          public ColumnReference timestamp(TimestampColumn timestamp) {
            return new TimestampReference(
                timestamp.rows(), timestamp.missingCount(), order.missingDesignEffect(timestamp));
          }
        });
  }

  /** Takes a column's profile. */
  static ColumnReference of(ColumnProfile profile) {
    if (profile.rows() > 0 && AbsentReference.holdsNothing(profile)) {
      return new AbsentReference(merged(profile.kind()), profile.rows());
    }
    return profile.accept(
        new ColumnProfile.Visitor<>() {
          @Override
          public ColumnReference numeric(NumericProfile numeric) {
            return SketchedReference.of(numeric);
          }

          @Override
          public ColumnReference categorical(CategoricalProfile categorical) {
            return CategoricalReference.of(categorical);
          }

          @Override
          public ColumnReference timestamp(TimestampProfile timestamp) {
            return new TimestampReference(timestamp.rows(), timestamp.missing(), 1);
          }

          @Override
          public ColumnReference sensitive(SensitiveProfile sensitive) {
            return new WithheldReference(
                merged(sensitive.kind()), sensitive.rows(), sensitive.missing());
          }
        });
  }
}
