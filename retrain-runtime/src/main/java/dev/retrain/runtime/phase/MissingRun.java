package dev.retrain.runtime.phase;

import dev.retrain.api.document.Durations;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Answers a run that the backend does not know, and a version that the registry does not show. What
 * a service wrote may be visible late, so neither is missing before {@link Deadlines#missing()} has
 * passed, or the time that the backend states where that is longer. A run whose process is gone,
 * which the backend still finds by its key, is submitted again at once; one that cannot be found is
 * submitted again after that time. The key is the same each time, so that a run which exists is
 * continued and not repeated.
 */
final class MissingRun {

  /** The rule of its decisions. */
  static final String RULE = "missing run";

  private final Running running;
  private final Observation.Status looked;
  private final PhaseInput seen;
  private final DecisionFactory by;
  private final Instant since;

  private MissingRun(
      Running running, Observation.Status looked, PhaseInput seen, DecisionFactory by) {
    this.running = running;
    this.looked = looked;
    this.seen = seen;
    this.by = by;
    this.since = running.missing().orElse(seen.notBefore(running.since()));
  }

  /** Returns what follows while something is missing; empty if the status counts as it is. */
  static Optional<Transition> of(
      Running running, Observation.Status looked, PhaseInput seen, DecisionFactory by) {
    MissingRun missing = new MissingRun(running, looked, seen, by);
    if (looked.status() instanceof RunStatus.Lost lost && !running.cancelling()) {
      return missing.isDuplicate() ? Optional.empty() : missing.lost(lost);
    }
    return looked.status() instanceof RunStatus.Succeeded well && looked.unregistered()
        ? missing.unregistered(well.outputs().registered())
        : Optional.empty();
  }

  /**
   * Returns whether what is left of the key is a second run, which is never judged in place of the
   * first.
   */
  private boolean isDuplicate() {
    return looked
        .found()
        .filter(found -> !found.nativeId().equals(running.nativeId()))
        .filter(found -> seen.memory().isSettled(found.nativeId()))
        .isPresent();
  }

  private Optional<Transition> lost(RunStatus.Lost lost) {
    if (isAfter(grace().plus(seen.deadlines().submitting()))) {
      return Optional.empty();
    }
    Optional<RunHandle> renamed =
        looked.found().filter(found -> !found.nativeId().equals(running.nativeId()));
    if (renamed.isPresent()) {
      return Optional.of(continuedAs(renamed.get().nativeId()));
    }
    boolean again = looked.found().isPresent() || isAfter(grace());
    boolean submitted = again && !running.run().isAdopted();
    Effect effect = submitted ? new Effect.Submit(running.run()) : Effect.none();
    String what =
        looked.found().isPresent() && !running.run().isAdopted()
            ? "the run " + running.nativeId() + " is submitted again under its key"
            : "the run " + running.nativeId() + " is waited for";
    return Optional.of(noted(effect, what, "the backend lost it: " + lost.why()));
  }

  private Transition continuedAs(String nativeId) {
    return Transition.decided(
        new Running(
            running.run(), nativeId, false, running.since(), Optional.of(since), running.resumed()),
        seen.with(seen.memory().settling(running.run().key(), nativeId)),
        Effect.none(),
        by.make(
            Kind.SUBMITTED,
            RULE,
            "the run continues as " + nativeId,
            "the backend lost " + running.nativeId() + " and found this one by its key",
            Facts.NONE.with("nativeId", nativeId).toNode()));
  }

  private Optional<Transition> unregistered(Optional<ModelVersion> version) {
    if (isAfter(grace())) {
      return version.map(absent -> neverShown(absent.version()));
    }
    String what =
        version.map(v -> "version " + v.version()).orElse("the version of " + running.nativeId());
    return Optional.of(
        noted(Effect.none(), what + " is waited for", "the registry does not show it"));
  }

  private Transition neverShown(String version) {
    return Idle.after(
        running,
        seen,
        Kind.RUN_FAILED,
        by,
        new RunEnding(
            RULE,
            "no version comes of the run " + running.nativeId(),
            "it registered version "
                + version
                + ", which the registry did not show within "
                + Durations.format(grace())));
  }

  /** The longer of what the policy of the loop and the backend state. */
  private Duration grace() {
    Duration stated = seen.deadlines().missing();
    return looked.visibleWithin().compareTo(stated) > 0 ? looked.visibleWithin() : stated;
  }

  private boolean isAfter(Duration time) {
    return seen.now().isAfter(since.plus(time));
  }

  /** Writes down what is missing once. */
  private Transition noted(Effect effect, String what, String why) {
    Running next =
        new Running(
            running.run(),
            running.nativeId(),
            running.cancelling(),
            running.since(),
            Optional.of(since),
            running.resumed());
    return running.missing().isPresent()
        ? Transition.silent(next, seen, effect)
        : Transition.decided(
            next,
            seen,
            effect,
            by.make(Kind.HOLD, RULE, what, why, Facts.NONE.with("since", since).toNode()));
  }
}
