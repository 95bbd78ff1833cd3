package dev.retrain.drift.profile;

import dev.retrain.drift.data.ColumnKind;

/**
 * The profile of a sensitive column: its kind and how much of it is missing, nothing of its
 * content.
 *
 * <p>A cell of fewer than {@link #SMALLEST_CELL} rows could point at single persons. {@link
 * #missing()} is therefore shown as zero while missing or present rows are fewer, and {@link
 * #suppressed()} says so. Merging keeps the exact count, which never leaves this type except
 * through {@code missing()}.
 */
public final class SensitiveProfile implements ColumnProfile {
  /** Cells of fewer rows are suppressed. */
  public static final int SMALLEST_CELL = 10;

  private final ColumnKind kind;
  private final long rows;
  private final long missing;

  SensitiveProfile(ColumnKind kind, long rows, long missing) {
    this.kind = kind;
    this.rows = rows;
    this.missing = missing;
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
    return isTooSmall(missing) || isTooSmall(rows - missing);
  }

  @Override
  public SensitiveProfile merge(ColumnProfile other) {
    SensitiveProfile that = Merging.same(SensitiveProfile.class, this, other);
    return new SensitiveProfile(kind, rows + that.rows, missing + that.missing);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.sensitive(this);
  }
}
