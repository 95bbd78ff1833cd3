package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * How often a failed run was continued from its failed step. Each resumption has a name, so that a
 * request that is repeated after a crash resumes once.
 *
 * @param number of resumptions requested, from 1
 * @param at when the last was requested
 * @param confirmed whether the run was seen to go on, or the request was repeated: a process may
 *     have ended between the decision and the request
 */
public record ResumedRun(int number, Instant at, boolean confirmed) {

  /** The rule of its decisions. */
  static final String RULE = "resume";

  private static final int MOST = 10;

  /** Checks that nothing is missing. */
  public ResumedRun {
    requireNonNull(at);
  }

  ResumedRun confirm() {
    return new ResumedRun(number, at, true);
  }

  /** Returns what follows for a failed run that goes on; empty where its failure counts. */
  static Optional<Transition> of(
      Running running, Observation.Status looked, PhaseInput seen, DecisionFactory by) {
    if (!(looked.status() instanceof RunStatus.Failed failed) || running.cancelling()) {
      return Optional.empty();
    }
    Optional<ResumedRun> before = running.resumed();
    if (before.isPresent() && !before.get().confirmed()) {
      Running again = running.with(before.get().confirm());
      return Optional.of(Transition.silent(again, seen, effect(running, before.get().number())));
    }
    if (before.filter(last -> isShownLate(last, looked, seen)).isPresent()) {
      return Optional.of(Transition.stay(running, seen));
    }
    int next = before.map(ResumedRun::number).orElse(0) + 1;
    return next <= seen.policy().resume().times()
        ? Optional.of(resume(running, next, failed, seen, by))
        : Optional.empty();
  }

  /** The service may still show the failure before the resumption. */
  private static boolean isShownLate(ResumedRun last, Observation.Status looked, PhaseInput seen) {
    return seen.now().isBefore(last.at().plus(looked.visibleWithin()));
  }

  private static Transition resume(
      Running running, int number, RunStatus.Failed failed, PhaseInput seen, DecisionFactory by) {
    Instant now = seen.notBefore(running.since());
    Running next =
        new Running(
            running.run(),
            running.nativeId(),
            false,
            now,
            running.missing(),
            Optional.of(new ResumedRun(number, now, false)));
    String step = failed.step().map(name -> " from the step " + name).orElse("");
    return Transition.decided(
        next,
        seen,
        effect(running, number),
        by.make(
            Kind.RUN_RESUMED,
            RULE,
            "the run " + running.nativeId() + " goes on" + step,
            failed.why(),
            Facts.NONE
                .with("resumption", number)
                .with("of", seen.policy().resume().times())
                .with("step", failed.step())
                .toNode()));
  }

  private static Effect effect(Running running, int number) {
    String request = RunKey.of(running.run().key().value(), RULE, number).value();
    return new Effect.Resume(running.handle(), request);
  }

  static Shape<ResumedRun> shape() {
    ObjectShape.Builder<ResumedRun> all = ObjectShape.named("ResumedRun");
    var number =
        all.required("number", Shapes.integer(1, MOST), r -> (long) r.number(), "requested");
    var at = all.required("at", Shapes.instant(), ResumedRun::at, "the last");
    var confirmed =
        all.optional("confirmed", Shapes.bool(), false, ResumedRun::confirmed, "seen to go on");
    return all.build(
        f -> new ResumedRun(Math.toIntExact(f.get(number)), f.get(at), f.get(confirmed)));
  }
}
