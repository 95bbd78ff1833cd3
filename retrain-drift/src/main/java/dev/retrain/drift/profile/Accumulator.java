package dev.retrain.drift.profile;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.data.TimestampColumn;

/** Gathers what a profile keeps of one column, batch by batch. */
interface Accumulator {
  ColumnKind kind();

  void add(Column batch);

  /** Adds the only batch there will be, which allows exact edges. */
  default void addWhole(Column all) {
    add(all);
  }

  ColumnProfile profile();

  static Accumulator of(String name, Column column, Roles roles, ProfileOptions options) {
    if (roles.isSensitive(name)) {
      return new SensitiveAccumulator(column.kind());
    }
    return column.accept(
        new Column.Visitor<Accumulator>() {
          @Override
          public Accumulator numeric(NumericColumn each) {
            return new NumericAccumulator(options, options.edgesOf(name));
          }

          @Override
          public Accumulator categorical(CategoricalColumn each) {
            return new CategoricalAccumulator(ColumnKind.CATEGORICAL, options.maxCategories());
          }

          @Override
          public Accumulator bool(BooleanColumn each) {
            return new CategoricalAccumulator(ColumnKind.BOOLEAN, options.maxCategories());
          }

          @Override
          public Accumulator timestamp(TimestampColumn each) {
            return new TimestampAccumulator();
          }
        });
  }
}
