package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.retraining.Decision.Kind;
import java.time.Instant;
import java.util.Optional;

/** Waiting for a reason to retrain. */
public record Idle(Instant since) implements Phase {

  private static final int GIVE_UP_AFTER_FAILURES = 3;

  /** Checks that nothing is missing. */
  public Idle {
    requireNonNull(since);
  }

  @Override
  public String word() {
    return "idle";
  }

  @Override
  public boolean isAtRest() {
    return true;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.idle(this);
  }

  @Override
  public Transition next(PhaseInput seen) {
    Optional<Transition> halt = halt(seen);
    if (halt.isPresent()) {
      return halt.get();
    }
    if (seen.observation() instanceof Observation.Trouble trouble && trouble.permanent()) {
      return blind(trouble, seen);
    }
    if (!(seen.observation() instanceof Observation.Signals signals)) {
      return Transition.stay(this, seen);
    }
    Optional<RetrainingRequest> idle =
        seen.request(RetrainingRequest.Verb.RESUME)
            .or(() -> seen.request(RetrainingRequest.Verb.PAUSE))
            .or(() -> seen.request(RetrainingRequest.Verb.APPROVE))
            .or(() -> seen.request(RetrainingRequest.Verb.REJECT));
    if (idle.isPresent()) { // nothing is halted, waits or is rolled out
      return Transition.stay(this, seen.with(seen.memory().settling(idle.get().id())));
    }
    return ManualRollback.of(this, seen, signals.aliases())
        .or(() -> Duplicates.of(this, seen, signals.foreign()))
        .or(() -> ManualRollout.of(this, seen, signals.aliases()))
        .or(() -> Adoption.of(this, seen, signals.foreign()))
        .orElseGet(() -> new IdleDecisions(this, seen, signals).answer());
  }

  /** Records a failure that does not pass by itself, such as a missing permission, in the log. */
  private Transition blind(Observation.Trouble trouble, PhaseInput seen) {
    String why = trouble.asked() + " failed: " + trouble.why();
    return Halted.notedOnce(
        this,
        seen,
        Effect.none(),
        Documents.sha256(why),
        DecisionFactory.of(seen, this).make(Kind.HOLD, "hold", "nothing can be decided", why));
  }

  private Optional<Transition> halt(PhaseInput seen) {
    LoopMemory memory = seen.memory();
    int limit = seen.policy().guards().giveUpAfter();
    if (memory.rejections() >= limit) {
      return Optional.of(
          halted(
              seen,
              "give up",
              "retraining does not help: "
                  + memory.rejections()
                  + " challengers in a row were refused"));
    }
    int failures = memory.streaks().failures();
    if (failures >= GIVE_UP_AFTER_FAILURES) {
      return Optional.of(halted(seen, "give up", failures + " runs in a row failed"));
    }
    return Optional.empty();
  }

  private Transition halted(PhaseInput seen, String rule, String why) {
    return Halted.because(this, seen, DecisionFactory.of(seen, this), rule, why);
  }

  /** Returns what follows for a run that ended without a version. */
  static Transition after(
      Phase phase, PhaseInput seen, Kind kind, DecisionFactory by, RunEnding end) {
    return Transition.decided(
        new Idle(seen.notBefore(phase.since())),
        seen,
        Effect.none(),
        by.make(kind, end.rule(), end.what(), end.why(), end.evidence()));
  }
}
