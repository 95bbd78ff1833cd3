package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column of instants, held as microseconds since 1970-01-01T00:00:00Z. */
public final class TimestampColumn implements Column {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1000;

  private final long[] epochMicros;
  private final Missing missing;

  private TimestampColumn(long[] epochMicros, Missing missing) {
    ColumnChecks.missingFits(missing, epochMicros.length);
    this.epochMicros = epochMicros;
    this.missing = missing;
  }

  /** Returns a column of microseconds since the epoch; the array is shared, not copied. */
  public static TimestampColumn ofEpochMicros(long[] epochMicros, Missing missing) {
    return new TimestampColumn(epochMicros, missing);
  }

  /** Returns a column of these instants, cut to microseconds; {@code null} is missing. */
  public static TimestampColumn of(@Nullable Instant... values) {
    return ofNullable(Arrays.asList(values));
  }

  /** Returns a column of these instants, cut to microseconds; {@code null} is missing. */
  public static TimestampColumn ofNullable(List<? extends @Nullable Instant> values) {
    long[] micros = new long[values.size()];
    BitSet absent = new BitSet();
    int row = 0;
    for (Instant value : values) {
      if (value == null) {
        absent.set(row++);
      } else {
        micros[row++] = micros(value);
      }
    }
    return new TimestampColumn(micros, Missing.of(absent));
  }

  /** Not {@code ChronoUnit.MICROS.between}, which overflows from the year 2262 on. */
  static long micros(Instant instant) {
    try {
      long seconds = Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND);
      return Math.addExact(seconds, instant.getNano() / NANOS_PER_MICRO);
    } catch (ArithmeticException beyond) {
      throw new DataProblem(
          "%s is further from 1970 than microseconds can count".formatted(instant), beyond);
    }
  }

  /** Returns microseconds since the epoch per row without copying; meaningless where missing. */
  public long[] epochMicros() {
    return epochMicros;
  }

  /** Returns the instant of a row, or {@code null} if it is missing. */
  public @Nullable Instant value(int row) {
    return missing.at(row) ? null : Instant.EPOCH.plus(epochMicros[row], ChronoUnit.MICROS);
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.TIMESTAMP;
  }

  @Override
  public int rows() {
    return epochMicros.length;
  }

  @Override
  public Missing missing() {
    return missing;
  }

  @Override
  public String text(int row) {
    Instant value = value(row);
    return value == null ? "" : value.toString();
  }

  @Override
  public TimestampColumn select(int[] rows) {
    long[] selected = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = epochMicros[rows[i]];
    }
    return new TimestampColumn(selected, missing.select(rows));
  }

  @Override
  public TimestampColumn slice(int from, int to) {
    return new TimestampColumn(Arrays.copyOfRange(epochMicros, from, to), missing.slice(from, to));
  }

  @Override
  public TimestampColumn append(Column other) {
    TimestampColumn after = ColumnChecks.sameKind(TimestampColumn.class, this, other);
    long[] all = Arrays.copyOf(epochMicros, epochMicros.length + after.epochMicros.length);
    System.arraycopy(after.epochMicros, 0, all, epochMicros.length, after.epochMicros.length);
    return new TimestampColumn(all, missing.append(epochMicros.length, after.missing));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.timestamp(this);
  }
}
