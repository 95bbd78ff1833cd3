package dev.retrain.drift.profile;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.TimestampColumn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Counts rows and keeps the extremes. */
final class TimestampAccumulator implements Accumulator {
  private long rows;
  private long missing;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  @Override
  public ColumnKind kind() {
    return ColumnKind.TIMESTAMP;
  }

  @Override
  public void add(Column batch) {
    rows += batch.rows();
    missing += batch.missingCount();
    long[] micros = ((TimestampColumn) batch).epochMicros();
    for (int row = 0; row < micros.length; row++) {
      if (!batch.isMissing(row)) {
        earliest = Math.min(earliest, micros[row]);
        latest = Math.max(latest, micros[row]);
      }
    }
  }

  @Override
  public ColumnProfile profile() {
    boolean any = rows > missing;
    return new TimestampProfile(
        rows,
        missing,
        any ? Optional.of(instant(earliest)) : Optional.empty(),
        any ? Optional.of(instant(latest)) : Optional.empty());
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
