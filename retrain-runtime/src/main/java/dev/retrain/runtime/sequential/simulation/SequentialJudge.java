package dev.retrain.runtime.sequential.simulation;

import dev.retrain.runtime.sequential.Arms;
import dev.retrain.runtime.sequential.Evidence;
import dev.retrain.runtime.sequential.Family;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rolls back when a family of rules shows harm. */
final class SequentialJudge implements Judge {
  static final double ALPHA = 0.05;

  private final Family family;
  private final Map<String, Rule.Watch> watches = new LinkedHashMap<>();

  SequentialJudge(List<Rule> rules) {
    family = Family.equal(ALPHA, rules.stream().map(Rule::title).toList());
    rules.forEach(rule -> watches.put(rule.title(), rule.watch(family.alphaOf(rule.title()))));
  }

  @Override
  public boolean rollsBack(Arms<Look> latest, Arms<Look> sinceStart) {
    Map<String, Evidence> evidence = new LinkedHashMap<>();
    watches.forEach((rule, watch) -> evidence.put(rule, watch.look(sinceStart)));
    return family.isHarmful(evidence);
  }
}
