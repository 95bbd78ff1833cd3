package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.state.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.time.Instant;

/** Asking the backend for a run until it knows it. */
public record Submitting(Run run, Instant since) implements Phase {

  /** Checks that nothing is missing. */
  public Submitting {
    requireNonNull(run);
    requireNonNull(since);
  }

  @Override
  public String word() {
    return "submitting";
  }

  @Override
  public Transition next(Observed seen) {
    Decisions by = Decisions.of(seen, this).run(run.key());
    if (seen.sight() instanceof Sight.Found found) {
      return found
          .run()
          .map(handle -> accepted(seen, by, handle.nativeId()))
          .orElseGet(() -> askAgain(seen, by));
    }
    if (seen.sight() instanceof Sight.Trouble trouble) {
      return trouble(seen, by, trouble);
    }
    return Transition.stay(this, seen);
  }

  private Transition accepted(Observed seen, Decisions by, String nativeId) {
    return Transition.decided(
        new Running(run, nativeId, false, seen.notBefore(since)),
        seen.with(seen.ledger().settling(run.key(), nativeId)),
        Effect.none(),
        by.make(
            Kind.SUBMITTED,
            "submit",
            "the run began as " + nativeId,
            run.reason(),
            Facts.NONE.with("nativeId", nativeId).toNode()));
  }

  private Transition askAgain(Observed seen, Decisions by) {
    if (seen.late(this, seen.deadlines().submitting())) {
      return Idle.after(
          this,
          seen,
          Kind.RUN_FAILED,
          by,
          new End(
              "deadline: submitting",
              "the run is given up",
              "the backend did not accept it within " + seen.deadlines().submitting()));
    }
    return Transition.silent(this, seen, new Effect.Submit(run));
  }

  private Transition trouble(Observed seen, Decisions by, Sight.Trouble trouble) {
    if (trouble.permanent()) {
      return Idle.after(
          this,
          seen,
          Kind.RUN_FAILED,
          by,
          new End("submit", "the run is given up", trouble.asked() + ": " + trouble.why()));
    }
    return Halted.whenLate(this, seen, by, seen.deadlines().submitting(), trouble);
  }
}
