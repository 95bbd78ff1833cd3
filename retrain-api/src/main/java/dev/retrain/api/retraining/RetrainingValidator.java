package dev.retrain.api.retraining;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.source.MetricSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a policy as a whole. */
final class RetrainingValidator {

  private RetrainingValidator() {}

  /** Reports rules on a metric without a source, which would never let a version pass. */
  static void checkSource(String name, Rollout rollout, MetricSource metrics) {
    List<Problem> problems =
        rollout.rules().stream()
            .filter(rule -> rule instanceof RollbackRule.SourceDrop && metrics == MetricSource.NONE)
            .map(
                rule ->
                    Problem.error(
                        "no-source",
                        "rollout.rollbackIf",
                        "retraining " + name,
                        "it rolls back if " + rule + ", but it has no metric source",
                        "Name one with metrics(...)"))
            .toList();
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("retraining " + name, problems);
    }
  }

  static void check(String name, Pipeline pipeline, List<TriggerRule> triggers, Guards guards) {
    List<Problem> problems = new ArrayList<>();
    if (!isName(name)) {
      problems.add(
          Problem.error(
              "illegal-name",
              "name",
              "retraining",
              "the name '" + name + "' is not allowed",
              "Use lower case letters, digits and single hyphens, at most 40"));
    }
    if (pipeline.gate().isEmpty()) {
      problems.add(
          Problem.error(
              "no-gate",
              "pipeline",
              "retraining " + name,
              "its pipeline has no gate, so no version could ever be promoted",
              "Add when(metrics, condition, approved -> approved.register(...)) to the pipeline"));
    }
    if (triggers.isEmpty()) {
      problems.add(
          Problem.error(
              "no-trigger",
              "when",
              "retraining " + name,
              "it has no trigger, so no run ever starts",
              "Add when(trigger, mode)"));
    }
    triggers.forEach(rule -> problems.addAll(rule.trigger().problems()));
    triggerNames(name, triggers, problems);
    contradiction(name, guards).ifPresent(problems::add);
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new InvalidDefinitionException("retraining " + name, problems);
    }
  }

  private static void triggerNames(
      String name, List<TriggerRule> triggers, List<Problem> problems) {
    Set<String> seen = new HashSet<>();
    for (TriggerRule rule : triggers) {
      String own = rule.name().orElse("");
      if (rule.name().isPresent() && (!isName(own) || !seen.add(own))) {
        problems.add(
            Problem.error(
                "illegal-trigger-name",
                "when",
                "retraining " + name,
                "the trigger name '" + own + "' is not allowed or stands twice",
                "Use lower case letters, digits and single hyphens, at most 40, once each"));
      }
    }
  }

  private static boolean isName(String text) {
    return text.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") && text.length() <= 40;
  }

  private static Optional<Problem> contradiction(String name, Guards guards) {
    Duration cooldown = guards.cooldown();
    return guards
        .budget()
        .filter(budget -> cooldown.compareTo(budget.period()) > 0 && budget.runs() > 1)
        .map(
            budget ->
                Problem.error(
                    "contradictory-guards",
                    "guards",
                    "retraining " + name,
                    "a cool-down of "
                        + cooldown
                        + " leaves at most one run in the "
                        + budget.period()
                        + " that the budget allows "
                        + budget.runs()
                        + " in",
                    "Shorten the cool-down or lengthen the budget's period"));
  }
}
