package dev.retrain.runtime;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds runs that were started elsewhere and may give a version, and second runs of a key. */
final class ForeignRuns {

  private static final Logger LOG = LoggerFactory.getLogger(ForeignRuns.class);

  /** The memory remembers the runs of this long at one run an hour. */
  private static final Duration LOOK_BACK = Duration.ofDays(7);

  private final Backend backend;
  private final Retraining retraining;

  ForeignRuns(Backend backend, Retraining retraining) {
    this.backend = backend;
    this.retraining = retraining;
  }

  /** Returns them, oldest first; none where runs cannot be listed now. */
  List<RunSummary> of(LoopMemory memory, Instant now) {
    Instant oldest = now.minus(LOOK_BACK);
    Instant since = memory.born().isAfter(oldest) ? memory.born() : oldest;
    try {
      List<RunSummary> found = new ArrayList<>();
      for (RunSummary run : backend.list(retraining.pipeline().name(), since)) {
        boolean known = memory.isSettled(run.nativeId());
        if (memory.isSecond(run) ? !known || !run.status().terminal() : !known && adoptable(run)) {
          found.add(run);
        }
      }
      Collections.reverse(found);
      return found;
    } catch (RetrainException e) {
      LOG.warn("{}: runs cannot be listed: {}", retraining, e.getMessage());
      return List.of();
    }
  }

  private boolean adoptable(RunSummary run) {
    String owner = run.tags().getOrDefault(Retrainer.RETRAINING_TAG, retraining.name());
    boolean wanted = !"false".equals(run.tags().get(Retrainer.ADOPT_TAG));
    boolean hopeful = !run.status().terminal() || run.status() instanceof RunStatus.Succeeded;
    return wanted && hopeful && owner.equals(retraining.name());
  }
}
