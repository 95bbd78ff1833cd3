package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.rollout.RolloutJudge;
import dev.retrain.runtime.rollout.RolloutObservation;
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.runtime.rollout.RolloutStep;
import dev.retrain.spi.deploy.LatencyForm;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A challenger gets traffic step by step.
 *
 * @param terms it began under; empty in a state that an earlier build wrote
 */
public record RollingOut(
    Challenger challenger, RolloutState rollout, Instant since, Optional<RolloutTerms> terms)
    implements Phase {

  /** The rule of what follows from an edit of the policy. */
  static final String EDIT = "policy edit";

  /** Checks that nothing is missing. */
  public RollingOut {
    requireNonNull(challenger);
    requireNonNull(rollout);
    requireNonNull(since);
    requireNonNull(terms);
  }

  /** Creates a rollout under whatever terms the policy has when it goes on. */
  public RollingOut(Challenger challenger, RolloutState rollout, Instant since) {
    this(challenger, rollout, since, Optional.empty());
  }

  @Override
  public String word() {
    return "rolling-out";
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.rollingOut(this);
  }

  @Override
  public Transition next(PhaseInput seen) {
    DecisionFactory by = challenger.by(seen, this);
    if (seen.observation() instanceof Observation.Trouble trouble) {
      return trouble(trouble, seen, by);
    }
    if (!(seen.observation() instanceof Observation.Serving serving)) {
      return Transition.stay(this, seen);
    }
    if (rollout.promoting()) {
      return promoting(serving, seen, by);
    }
    Optional<Transition> edited = edited(seen, by);
    if (edited.isPresent()) {
      return edited.get();
    }
    Optional<Transition> moved = moved(serving, seen, by);
    if (moved.isPresent()) {
      return moved.get();
    }
    Optional<RetrainingRequest> stop = seen.request(RetrainingRequest.Verb.ROLL_BACK);
    if (stop.isPresent()) {
      PhaseInput settled = seen.with(seen.memory().settling(stop.get().id()));
      return rollBack("request", stop.get().reason(), answering(stop.get()), settled, by);
    }
    Optional<Transition> asked = asked(serving, seen, by);
    if (asked.isPresent()) {
      return asked.get();
    }
    if (!serving.served()) {
      return promote(
          rollout.promoted(), "its gate passed, and no traffic is to be set", none(), seen, by);
    }
    Optional<String> gone = rollout.champion().filter(serving.lost()::contains);
    if (rollout.stage() < 0 && gone.isPresent()) {
      return Halted.because(
          this,
          seen,
          by,
          "rollback target",
          "version "
              + challenger.version()
              + " gets no traffic: version "
              + gone.get()
              + ", to which the alias champion points and to which it would go back, is not in the"
              + " registry any more; "
              + serving.standing()
              + ". Move the alias to a version that exists, or remove it, then resume");
    }
    return answer(judge(seen).next(rollout, target(serving, seen)), seen, by);
  }

  /**
   * Returns what follows where the policy was edited since the rollout began: before the first
   * stage it begins anew, later the version goes back, because what was observed says nothing about
   * other stages and rules. No edit moves traffic towards the challenger.
   */
  private Optional<Transition> edited(PhaseInput seen, DecisionFactory by) {
    RolloutTerms now = RolloutTerms.of(seen.policy().rolloutPolicy());
    if (terms.isEmpty() || terms.get().equals(now)) {
      return Optional.empty();
    }
    String was = "stage " + (rollout.stage() + 1);
    if (!terms.get().target().equals(now.target())) {
      String why = "the policy names another target, " + now.target() + ", since " + was;
      return Optional.of(rollBack(EDIT, why, none(), seen, by));
    }
    if (rollout.stage() >= 0) {
      String why = "the rollout was edited at " + was + ", and what was observed does not apply";
      return Optional.of(rollBack(EDIT, why, none(), seen, by));
    }
    RolloutState anew = RolloutState.begin(challenger.version(), rollout.champion());
    return Optional.of(
        Transition.decided(
            new RollingOut(challenger, anew, seen.notBefore(since), Optional.of(now)),
            seen,
            Effect.none(),
            by.make(
                Kind.STAGE,
                EDIT,
                "version " + challenger.version() + " begins its way anew",
                "the rollout was edited before its first stage")));
  }

  /** Follows an alias that was moved by hand, so that alias and traffic agree. */
  private Optional<Transition> moved(
      Observation.Serving serving, PhaseInput seen, DecisionFactory by) {
    Optional<String> live = serving.aliases().champion();
    if (live.equals(rollout.champion())) {
      return Optional.empty();
    }
    if (live.equals(Optional.of(challenger.version()))) {
      return Optional.of(
          promote(
              rollout.promoted(), "the alias champion was moved to it by hand", none(), seen, by));
    }
    String to = live.map(version -> "moved to version " + version).orElse("removed");
    return Optional.of(
        rollBackTo(
            live.or(rollout::champion),
            "reconciliation",
            "the alias champion was " + to + " by hand while the rollout was under way",
            none(),
            seen,
            by));
  }

  private static RolloutJudge judge(PhaseInput seen) {
    LatencyForm latency =
        seen.observation() instanceof Observation.Serving serving
            ? serving.latency()
            : LatencyForm.COUNTED;
    return new RolloutJudge(seen.policy().rollout(), seen.policy().target(), latency);
  }

  private static RolloutObservation target(Observation.Serving serving, PhaseInput seen) {
    return new RolloutObservation(
        seen.now(), serving.health(), serving.traffic(), serving.resolution());
  }

  /** Returns what follows when the version it is compared with goes back itself. */
  Transition abandoned(PhaseInput seen) {
    return rollBack(
        ArmedRollback.RULE,
        "the champion it is compared with is sent back itself",
        none(),
        seen,
        challenger.by(seen, this));
  }

  /** Returns what a person asks of a rollout under way, but for its end. */
  private Optional<Transition> asked(
      Observation.Serving serving, PhaseInput seen, DecisionFactory by) {
    Instant now = seen.notBefore(since);
    return seen.request(RetrainingRequest.Verb.PAUSE)
        .map(ask -> held(rollout.pausedAt(now), "stays at its stage", ask, seen, by))
        .or(
            () ->
                seen.request(RetrainingRequest.Verb.RESUME)
                    .map(ask -> held(rollout.resumedAt(now), "goes on", ask, seen, by)))
        .or(
            () ->
                seen.request(RetrainingRequest.Verb.PROMOTE)
                    .filter(ask -> serving.ready(challenger.version()))
                    .map(ask -> promote(ask, serving, seen, by)));
  }

  private Transition held(
      RolloutState next, String what, RetrainingRequest ask, PhaseInput seen, DecisionFactory by) {
    return Transition.decided(
        at(next),
        seen.with(seen.memory().settling(ask.id())),
        Effect.none(),
        by.make(
            Kind.STAGE,
            "request",
            "version " + challenger.version() + " " + what,
            ask.reason(),
            answering(ask)));
  }

  private Transition promote(
      RetrainingRequest ask, Observation.Serving serving, PhaseInput seen, DecisionFactory by) {
    PhaseInput settled = seen.with(seen.memory().settling(ask.id()));
    RolloutState next =
        serving.served()
            ? judge(seen).promoted(rollout, target(serving, seen))
            : rollout.promoted();
    return promote(next, ask.reason() + " (asked by hand)", answering(ask), settled, by);
  }

  private Transition answer(RolloutStep step, PhaseInput seen, DecisionFactory by) {
    return step.accept(
        new RolloutStep.Visitor<Transition>() {
          @Override
          public Transition waiting(RolloutStep.Wait wait) {
            return unready(wait.next(), seen, by)
                .orElseGet(() -> Transition.stay(at(wait.next()), seen));
          }

          @Override
          public Transition prepare(RolloutStep.Prepare prepare) {
            Effect prepared = new Effect.Prepare(prepare.version());
            return unready(prepare.next(), seen, by)
                .orElseGet(() -> Transition.silent(at(prepare.next()), seen, prepared));
          }

          @Override
          public Transition route(RolloutStep.Route route) {
            return Transition.silent(at(route.next()), seen, new Effect.Route(route.split()));
          }

          @Override
          public Transition begin(RolloutStep.Begin begin) {
            return Transition.decided(
                at(begin.next()),
                seen,
                new Effect.Route(begin.split()),
                by.make(Kind.STAGE, "rollout", begin.what(), begin.why(), begin.seen()));
          }

          @Override
          public Transition promote(RolloutStep.Promote yes) {
            return RollingOut.this.promote(yes.next(), yes.why(), yes.seen(), seen, by);
          }

          @Override
          public Transition disarm(RolloutStep.Disarm disarm) {
            throw new IllegalStateException("a rollback window opens with the promotion");
          }

          @Override
          public Transition rollBack(RolloutStep.RollBack no) {
            return RollingOut.this.rollBack(no.rule(), no.why(), no.seen(), seen, by);
          }

          @Override
          public Transition stop(RolloutStep.Stop stop) {
            return Halted.because(RollingOut.this, seen, by, "traffic", stop.why());
          }
        });
  }

  private Optional<Transition> unready(RolloutState next, PhaseInput seen, DecisionFactory by) {
    Duration allowed = seen.deadlines().preparing();
    boolean unprepared = next.stage() < 0 && next.paused().isEmpty() && seen.late(this, allowed);
    boolean lost =
        next.restoring().filter(from -> seen.now().isAfter(from.plus(allowed))).isPresent();
    boolean late = unprepared || lost;
    return late
        ? Optional.of(
            rollBack(
                "deadline: preparing",
                "it was not ready to answer within " + allowed,
                none(),
                seen,
                by))
        : Optional.empty();
  }

  /** Returns the same stage, whose observation begins when its traffic is seen again. */
  RollingOut observedAnew() {
    return at(rollout.observedAnew());
  }

  private RollingOut at(RolloutState next) {
    return new RollingOut(challenger, next, since, terms);
  }

  private Transition promote(
      RolloutState next, String why, Node.Mapping evidence, PhaseInput seen, DecisionFactory by) {
    return Transition.decided(
        at(next),
        seen,
        new Effect.Promote(challenger.version(), rollout.champion()),
        by.make(
            Kind.PROMOTED,
            "rollout",
            "version " + challenger.version() + " is the champion",
            why,
            Facts.NONE
                .with("replaces", rollout.champion())
                .and(armed(next, seen))
                .and(evidence)
                .toNode()));
  }

  private static Node.Mapping armed(RolloutState next, PhaseInput seen) {
    return seen.policy()
        .rollout()
        .rollbackWindow()
        .filter(terms -> next.isArmed())
        .map(
            terms ->
                Facts.NONE.with(
                    "rollbackStaysArmed",
                    Facts.NONE
                        .with("until", seen.now().plus(terms.window()))
                        .with("orLabels", terms.labels())
                        .toNode()))
        .orElse(Facts.NONE)
        .toNode();
  }

  /** Asks for the aliases and the traffic until both are seen to be right. */
  private Transition promoting(Observation.Serving serving, PhaseInput seen, DecisionFactory by) {
    Optional<String> live = serving.aliases().champion();
    Optional<String> mine = Optional.of(challenger.version());
    if (live.equals(mine) && serving.allTrafficTo(challenger.version())) {
      return Transition.silent(new Idle(seen.notBefore(since)), seen, Effect.none());
    }
    if (live.isPresent() && !live.equals(mine) && !live.equals(rollout.champion())) {
      return rollBackTo(
          live,
          "reconciliation",
          "the alias champion was moved to version "
              + live.get()
              + " by hand while it was being promoted",
          none(),
          seen,
          by);
    }
    if (!live.equals(mine) && !live.equals(rollout.champion())) {
      return Halted.because(
          this,
          seen,
          by,
          "reconciliation",
          "the alias champion was moved to "
              + live.orElse("nothing")
              + " while version "
              + challenger.version()
              + " was being promoted");
    }
    return live.equals(mine) && serving.isGivingAllTo(challenger.version())
        ? Transition.stay(this, seen)
        : Transition.silent(
            this, seen, new Effect.Promote(challenger.version(), rollout.champion()));
  }

  private Transition rollBack(
      String rule, String why, Node.Mapping evidence, PhaseInput seen, DecisionFactory by) {
    return rollBackTo(rollout.champion(), rule, why, evidence, seen, by);
  }

  private Transition rollBackTo(
      Optional<String> version,
      String rule,
      String why,
      Node.Mapping evidence,
      PhaseInput seen,
      DecisionFactory by) {
    String has = version.equals(rollout.champion()) ? " keeps" : " has";
    String back = version.map(v -> "version " + v + has + " all traffic").orElse("gone");
    return Transition.decided(
        new RollingBack(
            Optional.of(challenger.run()),
            challenger.version(),
            version,
            seen.notBefore(since),
            terms.map(RolloutTerms::target)),
        seen,
        new Effect.Restore(challenger.version(), version),
        by.make(
            Kind.ROLLED_BACK,
            rule,
            "version " + challenger.version() + " is sent back, " + back,
            why,
            evidence));
  }

  private Transition trouble(Observation.Trouble trouble, PhaseInput seen, DecisionFactory by) {
    if (trouble.freezes()) {
      return Halted.frozen(this, seen, by, trouble);
    }
    String why = trouble.asked() + ": " + trouble.why();
    if (trouble.isEvidence() && (!rollout.promoting() || rollout.champion().isPresent())) {
      return rollBack("target", why, none(), seen, by);
    }
    return trouble.isEvidence()
        ? Halted.because(this, seen, by, "target", why)
        : Halted.notedOnce(
            this,
            seen,
            Effect.none(),
            "trouble since " + since + " on " + seen.now().truncatedTo(ChronoUnit.DAYS),
            by.make(Kind.HOLD, "target", "the rollout waits where it is", why));
  }

  private static Node.Mapping answering(RetrainingRequest request) {
    return Facts.NONE.with("request", request.id()).toNode();
  }

  private static Node.Mapping none() {
    return Facts.NONE.toNode();
  }
}
