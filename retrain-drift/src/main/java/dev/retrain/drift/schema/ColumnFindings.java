package dev.retrain.drift.schema;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.schema.ObservedColumn.Offending;
import java.util.Set;

/**
 * What a schema's rules find in one column; the findings of its parts add up to those of the whole.
 *
 * @param kind what the values are
 * @param fits whether that is what is expected; of a column that no schema knows always
 * @param rows how many there are
 * @param missing how many of them hold no value
 * @param notOfKind cells that are not of the expected kind
 * @param notFinite NaN and infinities
 * @param outsideRange finite numbers outside the expected range
 * @param outsideDomain categories outside the expected ones
 */
record ColumnFindings(
    ColumnKind kind,
    boolean fits,
    long rows,
    long missing,
    Offending notOfKind,
    Offending notFinite,
    Offending outsideRange,
    Offending outsideDomain) {

  /** Looks at a column that no schema knows. */
  static ColumnFindings of(ObservedColumn seen) {
    return plain(seen, true, Offending.NONE);
  }

  /** Looks at a column with the rules for it; where the kind is wrong, at nothing else. */
  static ColumnFindings of(ColumnSchema expected, ObservedColumn seen) {
    if (seen.kind() != expected.kind()) {
      return plain(seen, false, seen.notOf(expected.kind()));
    }
    return new ColumnFindings(
        seen.kind(),
        true,
        seen.rows(),
        seen.missing(),
        Offending.NONE,
        expected.finite() ? seen.notFinite() : Offending.NONE,
        expected.range().map(seen::outside).orElse(Offending.NONE),
        expected.domain().map(domain -> seen.outside(Set.copyOf(domain))).orElse(Offending.NONE));
  }

  private static ColumnFindings plain(ObservedColumn seen, boolean fits, Offending notOfKind) {
    Offending none = Offending.NONE;
    return new ColumnFindings(
        seen.kind(), fits, seen.rows(), seen.missing(), notOfKind, none, none, none);
  }

  /** Returns the findings of this part and one of the same kind that follows it. */
  ColumnFindings plus(ColumnFindings later) {
    return new ColumnFindings(
        kind,
        fits,
        rows + later.rows,
        missing + later.missing,
        notOfKind.plus(later.notOfKind),
        notFinite.plus(later.notFinite),
        outsideRange.plus(later.outsideRange),
        outsideDomain.plus(later.outsideDomain));
  }
}
