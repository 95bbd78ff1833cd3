package dev.retrain.drift.profile;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;

/** Counts rows and missing cells, and looks at no value. */
final class SensitiveAccumulator implements Accumulator {
  private final ColumnKind kind;
  private long rows;
  private long missing;

  SensitiveAccumulator(ColumnKind kind) {
    this.kind = kind;
  }

  @Override
  public ColumnKind kind() {
    return kind;
  }

  @Override
  public void add(Column batch) {
    rows += batch.rows();
    missing += batch.missingCount();
  }

  @Override
  public ColumnProfile profile() {
    return new SensitiveProfile(kind, rows, missing, false);
  }
}
