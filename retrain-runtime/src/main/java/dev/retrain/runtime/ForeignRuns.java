package dev.retrain.runtime;

import dev.retrain.api.error.RetrainException;
import dev.retrain.runtime.phase.AdoptableRuns;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds runs that were started elsewhere and may give a version, and second runs of a key. A run
 * belongs to a retraining by its tag, and without one by the model it registered; pipelines of
 * several retrainings may have one name.
 */
final class ForeignRuns {

  private static final Logger LOG = LoggerFactory.getLogger(ForeignRuns.class);

  /** How late a service may list a run. */
  private static final Duration LATE_LISTING = Duration.ofDays(1);

  private final Backend backend;
  private final LoopPolicy retraining;
  private final DecisionIndex index;

  ForeignRuns(Backend backend, LoopPolicy retraining, DecisionIndex index) {
    this.backend = backend;
    this.retraining = retraining;
    this.index = index;
  }

  /**
   * What a listing shows.
   *
   * @param runs that are not known yet or are second runs of their key, oldest first
   * @param memory with the runs of their keys, and with the time from which runs are still listed
   */
  record Listing(List<RunSummary> runs, LoopMemory memory) {}

  /** Lists; finds nothing where runs cannot be listed now. */
  Listing list(LoopMemory memory, Instant now) {
    try {
      List<RunSummary> listed = backend.list(retraining.model(), memory.listedFrom());
      List<RunSummary> found = new ArrayList<>();
      LoopMemory enriched = memory;
      for (RunSummary run : listed) {
        Optional<String> first = firstOfKey(run, memory);
        if (first.isPresent() && !first.get().equals(run.nativeId())) {
          enriched = enriched.settling(run.key().orElseThrow(), first.get());
          addSecond(run, memory, found);
        } else if (AdoptableRuns.test(run) && !isKnown(run, memory) && belongs(run)) {
          found.add(run);
        }
      }
      Collections.reverse(found);
      return new Listing(found, enriched.listed(nextListing(listed, now)));
    } catch (RetrainException e) {
      LOG.warn("{}: runs cannot be listed: {}", retraining, e.getMessage());
      return new Listing(List.of(), memory);
    }
  }

  private Optional<String> firstOfKey(RunSummary run, LoopMemory memory) {
    return run.key()
        .flatMap(
            key ->
                memory
                    .runOf(key)
                    .or(
                        () ->
                            memory.isSettled(run.nativeId())
                                ? Optional.empty()
                                : index.runOf(key)));
  }

  private void addSecond(RunSummary run, LoopMemory memory, List<RunSummary> found) {
    if (!run.status().terminal() || !isKnown(run, memory)) {
      found.add(run);
    }
  }

  private boolean isKnown(RunSummary run, LoopMemory memory) {
    return memory.isSettled(run.nativeId()) || index.isKnown(run.nativeId());
  }

  private boolean belongs(RunSummary run) {
    if ("false".equals(run.tags().get(Retrainer.ADOPT_TAG))) {
      return false;
    }
    String owner = run.tags().get(Retrainer.RETRAINING_TAG);
    return owner == null ? registersOwnModel(run) : owner.equals(retraining.name());
  }

  /** Whose run it is shows once it has registered a version; until then it belongs to none. */
  private boolean registersOwnModel(RunSummary run) {
    return run.status() instanceof RunStatus.Succeeded well
        && well.outputs()
            .registered()
            .filter(version -> version.model().equals(retraining.model()))
            .isPresent();
  }

  /** Runs started before this time have ended and are dealt with. */
  private static Instant nextListing(List<RunSummary> listed, Instant now) {
    Instant latest = now.minus(LATE_LISTING);
    return listed.stream()
        .filter(run -> !run.status().terminal())
        .map(RunSummary::started)
        .filter(latest::isAfter)
        .min(Instant::compareTo)
        .orElse(latest);
  }
}
