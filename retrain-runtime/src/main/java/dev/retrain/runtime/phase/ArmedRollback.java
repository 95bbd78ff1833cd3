package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.rollout.RolloutJudge;
import dev.retrain.runtime.rollout.RolloutObservation;
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.runtime.rollout.RolloutStep;
import dev.retrain.spi.deploy.LatencyForm;
import java.time.Instant;
import java.util.Optional;

/**
 * The way back of a version that was promoted before its labels had come. It stands beside the
 * phase, so that the next run need not wait for labels of weeks ago, and goes before it: a champion
 * that is shown to be worse goes back whatever else is under way.
 *
 * @param challenger that became the champion
 * @param rollout what was counted and tested
 * @param condemned whether it is on its way back
 * @param since when it was promoted, or condemned
 */
public record ArmedRollback(
    Challenger challenger, RolloutState rollout, boolean condemned, Instant since) {

  /** How its decisions are named. */
  static final String RULE = "armed rollback";

  private static final Shape<ArmedRollback> SHAPE = makeShape();

  /** Checks that nothing is missing. */
  public ArmedRollback {
    requireNonNull(challenger);
    requireNonNull(rollout);
    requireNonNull(since);
  }

  /** Returns the version that may still go back. */
  public String version() {
    return challenger.version();
  }

  /** Returns a text such as {@code the way back of version 2 to 1 stays open for its labels}. */
  public String words() {
    return "the way back of version "
        + version()
        + " to "
        + rollout.champion().orElse("none")
        + (condemned ? " is being taken" : " stays open for its labels");
  }

  /** Returns whether the target has to be looked at for it. */
  boolean wantsLook(Phase phase, PhaseInput seen) {
    if (phase instanceof RollingBack) {
      return false;
    }
    return condemned || superseded(phase) || judge(seen).isDue(rollout, seen.now());
  }

  /**
   * Returns what follows beside a phase from what the target shows; empty where nothing does, and
   * the phase goes on.
   */
  Optional<LoopState.Step> next(Phase phase, PhaseInput seen) {
    if (superseded(phase)) {
      return Optional.of(
          disarmed(phase, seen, "another version takes its place", Node.of(java.util.Map.of())));
    }
    if (!(seen.observation() instanceof Observation.Serving serving)) {
      return Optional.empty();
    }
    if (condemned) {
      return Optional.of(phase instanceof RollingOut out ? abandon(out, seen) : back(phase, seen));
    }
    RolloutObservation target =
        new RolloutObservation(
            seen.now(), serving.health(), serving.traffic(), serving.resolution());
    return judge(seen).watch(rollout, target).accept(new Answer(phase, seen));
  }

  private static RolloutJudge judge(PhaseInput seen) {
    LatencyForm latency =
        seen.observation() instanceof Observation.Serving serving
            ? serving.latency()
            : LatencyForm.COUNTED;
    return new RolloutJudge(seen.policy().rollout(), seen.policy().target(), latency);
  }

  private boolean superseded(Phase phase) {
    return phase instanceof RollingOut out
        && out.rollout().promoting()
        && !out.challenger().version().equals(version());
  }

  /** What a step of the judge means beside a phase. Only labels are awaited: nothing is routed. */
  private final class Answer implements RolloutStep.Visitor<Optional<LoopState.Step>> {
    private final Phase phase;
    private final PhaseInput seen;

    Answer(Phase phase, PhaseInput seen) {
      this.phase = phase;
      this.seen = seen;
    }

    @Override
    public Optional<LoopState.Step> waiting(RolloutStep.Wait wait) {
      if (wait.next().equals(rollout)) {
        return Optional.empty();
      }
      ArmedRollback later = new ArmedRollback(challenger, wait.next(), false, since);
      return Optional.of(
          new LoopState.Step(
              new LoopState(phase, seen.memory(), Optional.of(later)),
              Transition.stay(phase, seen)));
    }

    @Override
    public Optional<LoopState.Step> rollBack(RolloutStep.RollBack no) {
      return Optional.of(condemn(no, phase, seen));
    }

    @Override
    public Optional<LoopState.Step> disarm(RolloutStep.Disarm end) {
      return Optional.of(disarmed(phase, seen, end.why(), end.seen()));
    }

    @Override
    public Optional<LoopState.Step> prepare(RolloutStep.Prepare prepare) {
      return Optional.empty();
    }

    @Override
    public Optional<LoopState.Step> route(RolloutStep.Route route) {
      return Optional.empty();
    }

    @Override
    public Optional<LoopState.Step> begin(RolloutStep.Begin begin) {
      return Optional.empty();
    }

    @Override
    public Optional<LoopState.Step> promote(RolloutStep.Promote promote) {
      return Optional.empty();
    }

    @Override
    public Optional<LoopState.Step> stop(RolloutStep.Stop stop) {
      return Optional.empty();
    }
  }

  private LoopState.Step condemn(RolloutStep.RollBack no, Phase phase, PhaseInput seen) {
    Transition decided =
        Transition.decided(
            phase,
            seen,
            Effect.none(),
            challenger
                .by(seen, phase)
                .make(
                    Kind.ROLLED_BACK,
                    RULE + ": " + no.rule().replaceFirst("^rollback: ", ""),
                    "version "
                        + version()
                        + " is sent back, version "
                        + rollout.champion().orElseThrow()
                        + " is live again",
                    "labels that came after its promotion: " + no.why(),
                    no.seen()));
    ArmedRollback going =
        new ArmedRollback(challenger, rollout, true, seen.notBefore(phase.since()));
    return new LoopState.Step(new LoopState(phase, decided.memory(), Optional.of(going)), decided);
  }

  private LoopState.Step disarmed(Phase phase, PhaseInput seen, String why, Node.Mapping evidence) {
    Transition decided =
        Transition.decided(
            phase,
            seen,
            Effect.none(),
            challenger
                .by(seen, phase)
                .make(
                    Kind.DISARMED,
                    RULE,
                    "version " + version() + " is not sent back any more",
                    why,
                    evidence));
    return new LoopState.Step(new LoopState(phase, decided.memory(), Optional.empty()), decided);
  }

  private LoopState.Step abandon(RollingOut out, PhaseInput seen) {
    Transition gone = out.abandoned(seen);
    return new LoopState.Step(new LoopState(gone.next(), gone.memory(), Optional.of(this)), gone);
  }

  /** Goes back as any rollback does, while the phase stays as it is. */
  private LoopState.Step back(Phase phase, PhaseInput seen) {
    Transition step =
        new RollingBack(Optional.empty(), version(), rollout.champion(), since).next(seen);
    if (step.next() instanceof RollingBack) {
      Transition going = new Transition(phase, step.memory(), step.effect(), step.decision());
      return new LoopState.Step(new LoopState(phase, going.memory(), Optional.of(this)), going);
    }
    Phase then = step.next() instanceof Halted ? step.next() : phase;
    Transition end = new Transition(then, step.memory(), step.effect(), step.decision());
    return new LoopState.Step(new LoopState(then, end.memory(), Optional.empty()), end);
  }

  /** Returns what is armed once a phase has gone on. */
  static Optional<ArmedRollback> after(LoopState before, Transition transition) {
    if (before.phase() instanceof RollingOut out
        && out.rollout().isArmed()
        && transition.next() instanceof Idle idle) {
      return Optional.of(new ArmedRollback(out.challenger(), out.rollout(), false, idle.since()));
    }
    return before.armed().filter(armed -> !armed.undoneBy(transition));
  }

  /** Returns whether the version was sent back by other means. */
  private boolean undoneBy(Transition transition) {
    return transition.next() instanceof RollingBack back && back.version().equals(version());
  }

  static Shape<ArmedRollback> shape() {
    return SHAPE;
  }

  private static Shape<ArmedRollback> makeShape() {
    ObjectShape.Builder<ArmedRollback> all = ObjectShape.named("ArmedRollback");
    var challenger =
        all.required("challenger", Challenger.shape(), ArmedRollback::challenger, "promoted");
    var rollout = all.required("rollout", RolloutState.shape(), ArmedRollback::rollout, "counted");
    var condemned =
        all.optional(
            "condemned", Shapes.bool(), false, ArmedRollback::condemned, "on its way back");
    var since = all.required("since", Shapes.instant(), ArmedRollback::since, "when it began");
    return all.build(
        f -> new ArmedRollback(f.get(challenger), f.get(rollout), f.get(condemned), f.get(since)));
  }
}
