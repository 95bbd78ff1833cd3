package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.Decision.Kind;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Comparing a challenger with the champion.
 *
 * @param artifacts of the run, name to where its folder lies
 */
public record Judging(Challenger challenger, Map<String, URI> artifacts, Instant since)
    implements Phase {

  private static final String RULE = "promoteIf";

  /** Copies the map. */
  public Judging {
    requireNonNull(challenger);
    artifacts = Collections.unmodifiableMap(new TreeMap<>(artifacts));
    requireNonNull(since);
  }

  @Override
  public String word() {
    return "judging";
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.judging(this);
  }

  @Override
  public Transition next(PhaseInput seen) {
    DecisionFactory by = challenger.by(seen, this);
    if (seen.observation() instanceof Observation.Judged judged) {
      return judged.verdict() instanceof Verdict.Promote yes
          ? rollOut(yes, judged, seen, by)
          : refuse(judged.verdict(), seen, by);
    }
    if (seen.observation() instanceof Observation.Trouble trouble) {
      if (trouble.blocked() && !seen.late(this, seen.deadlines().judging())) {
        return Halted.frozen(this, seen, by, trouble);
      }
      return trouble.permanent()
          ? Idle.after(
              this,
              seen,
              Kind.RUN_FAILED,
              by,
              new RunEnding(
                  RULE, "the challenger is not judged", trouble.asked() + ": " + trouble.why()))
          : Halted.whenLate(this, seen, by, seen.deadlines().judging(), trouble);
    }
    return Transition.stay(this, seen);
  }

  private Transition rollOut(
      Verdict.Promote yes, Observation.Judged judged, PhaseInput seen, DecisionFactory by) {
    RolloutStart start = new RolloutStart(this, challenger, judged, seen);
    return seen.policy()
        .approval()
        .map(approval -> Approving.asked(this, challenger, seen, by, yes, start.facts(), approval))
        .orElseGet(() -> start.decided(by, RULE, yes.why(), start.facts().and(yes.evidence())));
  }

  private Transition refuse(Verdict no, PhaseInput seen, DecisionFactory by) {
    if (no instanceof Verdict.Undecided open) {
      return undecided(this, RULE, open.evidence(), open.why(), seen, by);
    }
    return Idle.after(
        this,
        seen,
        Kind.REJECTED,
        by,
        new RunEnding(RULE, "the challenger is refused", no.why(), no.evidence()));
  }

  /** Tried anew with the next firing on other data, and in the end a refusal like any other. */
  static Transition undecided(
      Phase phase,
      String rule,
      Node.Mapping evidence,
      String why,
      PhaseInput seen,
      DecisionFactory by) {
    int times = seen.memory().streaks().undecided() + 1;
    int limit = seen.policy().guards().undecidedAtMost();
    RunEnding end =
        times < limit
            ? new RunEnding(
                rule + ": undecided",
                "the challenger is neither promoted nor refused; a run on other data may follow",
                why,
                evidence)
            : new RunEnding(
                rule + ": never decided",
                "the challenger is refused",
                times + " challengers in a row could not be judged, the last because " + why,
                evidence);
    return Idle.after(phase, seen, times < limit ? Kind.UNDECIDED : Kind.REJECTED, by, end);
  }
}
