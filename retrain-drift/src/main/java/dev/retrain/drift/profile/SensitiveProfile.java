package dev.retrain.drift.profile;

import dev.retrain.drift.data.ColumnKind;

/**
 * The profile of a sensitive column: its kind and how much of it is missing, nothing of its
 * content; immutable.
 *
 * <p>A cell of fewer than {@link #SMALLEST_CELL} rows could point at single persons. {@link
 * #missing()} is therefore shown as zero while missing or present rows are fewer, and {@link
 * #suppressed()} says so. In one process merging keeps the exact count; a file never holds a
 * suppressed one.
 */
public final class SensitiveProfile implements ColumnProfile {
  /** Cells of fewer rows are suppressed. */
  public static final int SMALLEST_CELL = 10;

  private final ColumnKind kind;
  private final long rows;
  private final long missing;
  private final boolean unknown;

  SensitiveProfile(ColumnKind kind, long rows, long missing, boolean unknown) {
    this.kind = kind;
    this.rows = rows;
    this.missing = missing;
    this.unknown = unknown;
  }

  /** Returns whether a cell of so many rows is too small to be shown: 1 to 9 rows. */
  public static boolean isTooSmall(long cell) {
    return cell > 0 && cell < SMALLEST_CELL;
  }

  @Override
  public ColumnKind kind() {
    return kind;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long missing() {
    return suppressed() ? 0 : missing;
  }

  /** Returns whether the number of missing cells is withheld. */
  public boolean suppressed() {
    return unknown || isTooSmall(missing) || isTooSmall(rows - missing);
  }

  @Override
  public SensitiveProfile merge(ColumnProfile other) {
    SensitiveProfile that = Merging.same(SensitiveProfile.class, this, other);
    return new SensitiveProfile(
        kind, rows + that.rows, missing + that.missing, unknown || that.unknown);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.sensitive(this);
  }
}
