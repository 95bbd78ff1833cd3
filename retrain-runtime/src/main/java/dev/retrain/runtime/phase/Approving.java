package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.Approval;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits for a person's approval. Only requests made after the waiting began are answers, so that a
 * challenger is not approved unseen.
 *
 * @param why it would be promoted
 */
public record Approving(Challenger challenger, String why, Instant since) implements Phase {

  private static final String RULE = "approval";
  private static final String TIMEOUT = "approval: timeout";

  /** Checks that nothing is missing. */
  public Approving {
    requireNonNull(challenger);
    requireNonNull(why);
    requireNonNull(since);
  }

  /** Starts to wait for the answer. */
  static Transition asked(
      Phase from,
      Challenger challenger,
      PhaseInput seen,
      DecisionFactory by,
      Verdict.Promote yes,
      Facts facts,
      Approval approval) {
    Instant now = seen.notBefore(from.since());
    String name = seen.policy().name();
    return Transition.decided(
        new Approving(challenger, yes.why(), now),
        seen,
        Effect.none(),
        by.make(
            Kind.APPROVAL_ASKED,
            RULE,
            "version "
                + challenger.version()
                + " waits for a person until "
                + now.plus(approval.timeout())
                + ": retrain approve "
                + name
                + " or retrain reject "
                + name,
            yes.why(),
            facts.and(yes.evidence()).toNode()));
  }

  @Override
  public String word() {
    return "awaiting-approval";
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.approving(this);
  }

  @Override
  public Transition next(PhaseInput seen) {
    DecisionFactory by = challenger.by(seen, this);
    Optional<RetrainingRequest> early = answer(seen).filter(ask -> ask.at().isBefore(since));
    if (early.isPresent()) {
      return Transition.stay(this, seen.with(seen.memory().settling(early.get().id())));
    }
    Optional<RetrainingRequest> no =
        seen.request(RetrainingRequest.Verb.REJECT)
            .or(() -> seen.request(RetrainingRequest.Verb.ROLL_BACK));
    if (no.isPresent()) {
      return refuse(no.get(), seen, by);
    }
    if (seen.observation() instanceof Observation.Trouble trouble && trouble.permanent()) {
      return Halted.frozen(this, seen, by, trouble);
    }
    return seen.observation() instanceof Observation.Judged judged
        ? go(new RolloutStart(this, challenger, judged, seen), seen, by)
        : Transition.stay(this, seen);
  }

  private static Optional<RetrainingRequest> answer(PhaseInput seen) {
    return seen.request(RetrainingRequest.Verb.REJECT)
        .or(() -> seen.request(RetrainingRequest.Verb.APPROVE))
        .or(() -> seen.request(RetrainingRequest.Verb.ROLL_BACK));
  }

  private Transition refuse(RetrainingRequest no, PhaseInput seen, DecisionFactory by) {
    String who = no.by().orElse("somebody");
    return Idle.after(
        this,
        seen.with(seen.memory().settling(no.id())),
        Kind.REJECTED,
        by,
        new RunEnding(
            RULE,
            "the challenger is refused by " + who,
            no.reason(),
            Facts.NONE.with("refusedBy", who).with("request", no.id()).toNode()));
  }

  private Transition go(RolloutStart start, PhaseInput seen, DecisionFactory by) {
    Optional<RetrainingRequest> yes = seen.request(RetrainingRequest.Verb.APPROVE);
    if (yes.isPresent()) {
      PhaseInput settled = seen.with(seen.memory().settling(yes.get().id()));
      String who = yes.get().by().orElse("somebody");
      return new RolloutStart(this, challenger, start.judged(), settled)
          .decided(
              by,
              RULE,
              yes.get().reason() + " (approved by " + who + ")",
              start.facts().with("approvedBy", who).with("request", yes.get().id()));
    }
    Optional<Approval> approval = seen.policy().approval();
    if (approval.isEmpty()) {
      return start.decided(by, RULE, "nobody is to be asked any more", start.facts());
    }
    return seen.late(this, approval.get().timeout())
        ? unanswered(approval.get(), start, seen, by)
        : Transition.stay(this, seen);
  }

  private Transition unanswered(
      Approval approval, RolloutStart start, PhaseInput seen, DecisionFactory by) {
    String silence = "nobody answered within " + approval.timeout();
    return approval.whenUnanswered() == Approval.WhenUnanswered.ROLL_OUT
        ? start.decided(by, TIMEOUT, silence + "; " + why, start.facts())
        : Idle.after(
            this,
            seen,
            Kind.REJECTED,
            by,
            new RunEnding(TIMEOUT, "the challenger is refused", silence));
  }
}
