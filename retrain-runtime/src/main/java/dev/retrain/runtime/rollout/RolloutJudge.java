package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides the next step of a rollout from its state and one look at the target. Pure. */
public final class RolloutJudge {

  private final Rollout rollout;
  private final List<Stage> stages;

  /** A judge of one rollout's rules. */
  public RolloutJudge(Rollout rollout) {
    this.rollout = rollout;
    this.stages = Stage.of(rollout);
  }

  /** The next step. */
  public RolloutStep next(RolloutState state, RolloutSeen seen) {
    if (state.stage() < 0) {
      return prepare(state, seen);
    }
    Optional<String> champion = state.champion();
    if (champion.isEmpty() || state.stage() >= stages.size()) {
      return new RolloutStep.Promote(state.promoted(), "no stage is left", Facts.NONE.toNode());
    }
    TrafficSplit wanted = stages.get(state.stage()).split(state.challenger(), champion.get());
    if (!seen.traffic().equals(Optional.of(wanted))) {
      return new RolloutStep.Route(state, wanted);
    }
    if (state.stageBegan().isEmpty()) {
      return new RolloutStep.Wait(state.begun(seen.now()));
    }
    return observe(state, champion.get(), seen, state.stageBegan().get());
  }

  private RolloutStep prepare(RolloutState state, RolloutSeen seen) {
    VersionHealth challenger = seen.health().get(state.challenger());
    if (challenger == null) {
      return new RolloutStep.Prepare(state);
    }
    if (!challenger.ready()) {
      return new RolloutStep.Wait(state);
    }
    if (state.champion().isEmpty()) {
      return new RolloutStep.Promote(
          state.promoted(), "it is the first version, there is none to go back to", none());
    }
    return begin(state, 0, "version " + state.challenger() + " is ready", none());
  }

  private RolloutStep begin(RolloutState state, int index, String why, Node.Mapping seen) {
    Stage stage = stages.get(index);
    return new RolloutStep.Begin(
        state.atStage(index),
        stage.split(state.challenger(), state.champion().orElseThrow()),
        "version "
            + state.challenger()
            + " gets "
            + stage
            + " of the traffic (stage "
            + (index + 1)
            + " of "
            + stages.size()
            + ")",
        why,
        seen);
  }

  private RolloutStep observe(
      RolloutState state, String champion, RolloutSeen seen, Instant began) {
    Instant counted = began.plus(rollout.warmUp());
    if (seen.now().isBefore(counted)) {
      return new RolloutStep.Wait(state);
    }
    if (state.baseline().isEmpty()) {
      return new RolloutStep.Wait(state.counting(baseline(state, champion, seen)));
    }
    Look look = look(state, champion, seen);
    if (look.breach().isPresent()) {
      return look.breach().get();
    }
    Duration observation = stages.get(state.stage()).observe();
    Duration time = state.extended() ? observation.multipliedBy(2) : observation;
    if (seen.now().isBefore(counted.plus(time))) {
      return new RolloutStep.Wait(state);
    }
    return look.doubts().isEmpty() ? onward(state, look) : inconclusive(state, look);
  }

  private Map<String, VersionHealth> baseline(
      RolloutState state, String champion, RolloutSeen seen) {
    Map<String, VersionHealth> counters = new TreeMap<>();
    counters.put(state.challenger(), seen.of(state.challenger()));
    counters.put(champion, seen.of(champion));
    return counters;
  }

  private record Look(
      Optional<RolloutStep> breach, List<String> doubts, String why, Node.Mapping evidence) {}

  private Look look(RolloutState state, String champion, RolloutSeen seen) {
    VersionHealth challenger = window(state, state.challenger(), seen);
    VersionHealth other = window(state, champion, seen);
    List<Comparison> checks = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    Facts facts =
        Facts.NONE
            .with("stage", state.stage() + 1L)
            .with("challengerRequests", challenger.requests())
            .with("challengerErrors", challenger.errors())
            .with("championRequests", other.requests())
            .with("championErrors", other.errors());
    if (challenger.requests() < rollout.minimumRequests()) {
      doubts.add(
          "it answered "
              + challenger.requests()
              + " of the "
              + rollout.minimumRequests()
              + " requests a stage needs");
    }
    for (RollbackRule rule : rollout.rules()) {
      RuleCheck check = RuleCheck.of(rule, challenger, other, rollout.minimumRequests());
      if (check instanceof RuleCheck.Breached breached) {
        return new Look(
            Optional.of(
                new RolloutStep.RollBack(
                    "rollback: " + rule,
                    breached.seen().toString(),
                    facts.and(Facts.checks(breached.seen()).toNode()).toNode())),
            doubts,
            "",
            none());
      } else if (check instanceof RuleCheck.Passed passed) {
        checks.add(passed.seen());
      } else if (check instanceof RuleCheck.Inconclusive doubt) {
        doubts.add(rule + ": " + doubt.why());
      }
    }
    String why =
        checks.isEmpty()
            ? "nothing spoke against it"
            : String.join("; ", checks.stream().map(Comparison::toString).toList());
    return new Look(
        Optional.empty(), doubts, why, facts.and(Facts.checks(checks).toNode()).toNode());
  }

  private static VersionHealth window(RolloutState state, String version, RolloutSeen seen) {
    return HealthWindow.between(
        state.baseline().getOrDefault(version, VersionHealth.ABSENT), seen.of(version));
  }

  private RolloutStep onward(RolloutState state, Look look) {
    int following = state.stage() + 1;
    return following == stages.size()
        ? new RolloutStep.Promote(state.promoted(), look.why(), look.evidence())
        : begin(state, following, look.why(), look.evidence());
  }

  private RolloutStep inconclusive(RolloutState state, Look look) {
    String doubts = String.join("; ", look.doubts());
    return switch (rollout.whenInconclusive()) {
      case PROCEED ->
          onward(
              state,
              new Look(
                  Optional.empty(), List.of(), "no harm was shown: " + doubts, look.evidence()));
      case EXTEND_ONCE ->
          state.extended() ? unproven(doubts, look) : new RolloutStep.Wait(state.extendedOnce());
      case ROLL_BACK -> unproven(doubts, look);
    };
  }

  private static RolloutStep unproven(String doubts, Look look) {
    return new RolloutStep.RollBack(
        "rollback: inconclusive", "no safety was shown: " + doubts, look.evidence());
  }

  private static Node.Mapping none() {
    return Facts.NONE.toNode();
  }
}
