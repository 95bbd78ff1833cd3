package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.rollout.RolloutJudge;
import dev.retrain.runtime.rollout.RolloutProgress;
import dev.retrain.runtime.rollout.RolloutState;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rollout under way, as the store knows it: what was counted up to the last look and what the
 * rules say of that.
 *
 * @param looked when the last look was
 */
record RolloutStatus(
    String version, Optional<String> champion, Optional<Instant> looked, RolloutProgress standing) {

  /** The rollout of a retraining; empty while none is under way. */
  static Optional<RolloutStatus> of(Retraining policy, LoopState state) {
    if (!(state.phase() instanceof RollingOut rolling)) {
      return Optional.empty();
    }
    RolloutState rollout = rolling.rollout();
    RolloutJudge judge = new RolloutJudge(policy.rollout(), policy.target());
    return Optional.of(
        new RolloutStatus(
            rollout.challenger(), rollout.champion(), rollout.looked(), judge.standing(rollout)));
  }

  Node toNode() {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("version", Node.of(version));
    champion.ifPresent(old -> document.put("champion", Node.of(old)));
    document.put("stage", Node.of(standing.stage()));
    looked.ifPresent(at -> document.put("looked", Node.of(at.toString())));
    List<Node> counted =
        standing.counted().entrySet().stream()
            .map(one -> HealthDocument.of(one.getKey(), one.getValue(), Optional.empty()))
            .toList();
    document.put("counted", Node.of(counted));
    document.put("evidence", standing.evidence());
    return Node.of(document);
  }

  void print(String retraining, PrintWriter out) {
    out.println();
    out.println(
        "Rollout of "
            + retraining
            + ", version "
            + version
            + champion.map(old -> " over " + old).orElse("")
            + ": "
            + standing.stage()
            + looked.map(at -> ", looked at " + at).orElse(""));
    standing
        .counted()
        .forEach((name, health) -> out.println("  " + HealthDocument.words(name, health)));
    standing.rules().forEach(rule -> out.println("  " + rule));
  }
}
