package dev.retrain.drift.schema;

import dev.retrain.drift.data.ColumnKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A column of a data set or of a profile. */
interface ObservedColumn {
  /** How many examples an anomaly shows. */
  int EXAMPLES = 5;

  /**
   * Rows that violate a rule.
   *
   * @param rows how many
   * @param examples the first few values
   */
  record Offending(long rows, List<String> examples) {
    static final Offending NONE = new Offending(0, List.of());

    /** These rows and later ones; the examples are the first few of all. */
    Offending plus(Offending later) {
      if (rows == 0 || later.rows == 0) {
        return rows == 0 ? later : this;
      }
      List<String> first =
          Stream.concat(examples.stream(), later.examples.stream())
              .distinct()
              .limit(EXAMPLES)
              .toList();
      return new Offending(rows + later.rows, first);
    }
  }

  ColumnKind kind();

  long rows();

  long missing();

  /** Cells that are not of the expected kind, of a categorical column. */
  Offending notOf(ColumnKind expected);

  /** NaN and infinities. */
  Offending notFinite();

  /** Finite numbers outside a range. */
  Offending outside(ValueRange range);

  /** Categories outside a domain. */
  Offending outside(Set<String> domain);
}
