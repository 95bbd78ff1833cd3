package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.rollout.RolloutJudge;
import dev.retrain.runtime.rollout.RolloutPolicy;
import dev.retrain.runtime.rollout.RolloutProgress;
import dev.retrain.runtime.rollout.RolloutState;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rollout in progress as the store has it: the counts up to the last observation and the state of
 * each rule.
 *
 * @param observed the time of the last observation
 */
record RolloutStatus(
    String version,
    Optional<String> champion,
    Optional<Instant> observed,
    RolloutProgress progress) {

  /** Returns the rollout of a retraining; empty while none is in progress. */
  static Optional<RolloutStatus> of(RolloutPolicy policy, LoopState state) {
    if (!(state.phase() instanceof RollingOut rolling)) {
      return Optional.empty();
    }
    RolloutState rollout = rolling.rollout();
    RolloutJudge judge = new RolloutJudge(policy.rollout(), policy.target());
    return Optional.of(
        new RolloutStatus(
            rollout.challenger(), rollout.champion(), rollout.looked(), judge.progress(rollout)));
  }

  Node toNode() {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("version", Node.of(version));
    champion.ifPresent(old -> document.put("champion", Node.of(old)));
    document.put("stage", Node.of(progress.stage()));
    observed.ifPresent(at -> document.put("looked", Node.of(at.toString())));
    List<Node> counted =
        progress.counted().entrySet().stream()
            .map(one -> HealthDocument.of(one.getKey(), one.getValue(), Optional.empty()))
            .toList();
    document.put("counted", Node.of(counted));
    document.put("evidence", progress.evidence());
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
            + progress.stage()
            + observed.map(at -> ", observed at " + at).orElse(""));
    progress
        .counted()
        .forEach((name, health) -> out.println("  " + HealthDocument.describe(name, health)));
    progress.rules().forEach(rule -> out.println("  " + rule));
  }
}
