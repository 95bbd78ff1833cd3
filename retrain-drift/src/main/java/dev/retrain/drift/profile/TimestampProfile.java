package dev.retrain.drift.profile;

import dev.retrain.drift.data.ColumnKind;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * The profile of a timestamp column.
 *
 * @param rows all rows, missing ones included
 * @param missing cells without a value
 * @param earliest the earliest instant, if there is one
 * @param latest the latest instant, if there is one
 */
public record TimestampProfile(
    long rows, long missing, Optional<Instant> earliest, Optional<Instant> latest)
    implements ColumnProfile {

  @Override
  public ColumnKind kind() {
    return ColumnKind.TIMESTAMP;
  }

  @Override
  public TimestampProfile merge(ColumnProfile other) {
    TimestampProfile that = Merging.same(TimestampProfile.class, this, other);
    return new TimestampProfile(
        rows + that.rows,
        missing + that.missing,
        either(earliest, that.earliest, (a, b) -> a.isBefore(b) ? a : b),
        either(latest, that.latest, (a, b) -> a.isAfter(b) ? a : b));
  }

  private static Optional<Instant> either(
      Optional<Instant> one, Optional<Instant> two, BinaryOperator<Instant> choose) {
    return one.isPresent() && two.isPresent()
        ? Optional.of(choose.apply(one.get(), two.get()))
        : one.or(() -> two);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.timestamp(this);
  }
}
