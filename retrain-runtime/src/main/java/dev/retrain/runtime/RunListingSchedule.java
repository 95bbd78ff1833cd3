package dev.retrain.runtime;

import dev.retrain.api.document.Documents;
import java.time.Duration;
import java.time.Instant;

/**
 * How often each retraining looks for runs that began elsewhere. Few do so as often as they are
 * told; many take turns, so that together they list no more than one pipeline a second.
 *
 * @param every between two looks of a retraining
 * @param inTurns whether first looks are spread over that time, too
 */
record RunListingSchedule(Duration every, boolean inTurns) {

  /** Of retrainings that are told how often. */
  static RunListingSchedule of(Duration told, int retrainings) {
    Duration together = Duration.ofSeconds(retrainings);
    return retrainings <= 60 || told.compareTo(together) >= 0
        ? new RunListingSchedule(told, false)
        : new RunListingSchedule(together, true);
  }

  /** When the next look after one is due. */
  Instant after(Instant last) {
    return last.plus(every);
  }

  /** When the first look of a retraining is due. */
  Instant first(String name, Instant now) {
    if (!inTurns) {
      return now;
    }
    long turn = Long.parseLong(Documents.sha256(name).substring(0, 8), 16);
    return now.plusMillis(turn % every.toMillis());
  }
}
