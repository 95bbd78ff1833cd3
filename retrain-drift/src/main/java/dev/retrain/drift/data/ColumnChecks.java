package dev.retrain.drift.data;

/** Argument checks that the kinds of column share. */
final class ColumnChecks {
  private ColumnChecks() {}

  static void missingFits(Missing missing, int rows) {
    if (missing.length() > rows) {
      throw new IllegalArgumentException(
          "row " + (missing.length() - 1) + " is marked missing, but there are " + rows + " rows");
    }
  }

  static <C extends Column> C sameKind(Class<C> kind, Column first, Column other) {
    if (!kind.isInstance(other)) {
      throw new IllegalArgumentException(
          "cannot append a "
              + other.kind().label()
              + " column to a "
              + first.kind().label()
              + " column");
    }
    return kind.cast(other);
  }
}
