package dev.retrain.benchmarks.rollout;

import dev.retrain.sequential.Arms;
import dev.retrain.sequential.HarmEvidence;
import dev.retrain.sequential.TestFamily;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rolls back when a family of rules shows harm. */
final class SequentialJudge implements CanaryJudge {
  static final double ALPHA = 0.05;

  private final TestFamily family;
  private final Map<String, SimulatedRule.Monitor> monitors = new LinkedHashMap<>();

  SequentialJudge(List<SimulatedRule> rules) {
    family = TestFamily.equal(ALPHA, rules.stream().map(SimulatedRule::title).toList());
    rules.forEach(rule -> monitors.put(rule.title(), rule.monitor(family.alphaOf(rule.title()))));
  }

  @Override
  public boolean rollsBack(Arms<SimulatedLook> latest, Arms<SimulatedLook> sinceStart) {
    Map<String, HarmEvidence> evidence = new LinkedHashMap<>();
    monitors.forEach((rule, monitor) -> evidence.put(rule, monitor.look(sinceStart)));
    return family.isHarmful(evidence);
  }
}
