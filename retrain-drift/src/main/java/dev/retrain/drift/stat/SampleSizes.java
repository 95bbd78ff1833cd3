package dev.retrain.drift.stat;

import dev.retrain.drift.stat.Statistic.Reason;
import java.util.Optional;

/** Whether two samples hold enough to be compared at all. */
final class SampleSizes {

  private SampleSizes() {}

  static Optional<Reason> problem(
      long referenceRows, long referencePresent, long currentRows, long currentPresent) {
    if (referenceRows == 0 || currentRows == 0) {
      return Optional.of(Reason.INSUFFICIENT_DATA);
    }
    return referencePresent == 0 || currentPresent == 0
        ? Optional.of(Reason.ALL_MISSING)
        : Optional.empty();
  }

  static Optional<Reason> problem(BinCounts reference, BinCounts current) {
    return problem(reference.rows(), reference.present(), current.rows(), current.present());
  }
}
