package dev.retrain.api.retraining;

import dev.retrain.api.error.Problem;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Strategy;
import dev.retrain.api.rollout.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds what is allowed in a policy but doubtful. */
final class RetrainingLint {

  private RetrainingLint() {}

  static List<Problem> of(Retraining retraining) {
    List<Problem> problems = new ArrayList<>(retraining.pipeline().warnings());
    Map<String, String> tags = new TreeMap<>(retraining.pipeline().tags());
    tags.putAll(retraining.tags());
    problems.addAll(Tag.warnings(retraining.toString(), tags));
    retraining.triggers().forEach(rule -> problems.addAll(rule.trigger().warnings(retraining)));
    checkRules(retraining, problems);
    checkRollbackTarget(retraining, problems);
    return List.copyOf(problems);
  }

  private static void checkRules(Retraining retraining, List<Problem> problems) {
    if (retraining.rollout().rules().isEmpty()) {
      problems.add(
          Problem.warning(
              "no-rollback-rule",
              "rollout.rollbackIf",
              retraining.toString(),
              "its rollout has no rollback rule, so a bad version stays live",
              "Add rollbackIf(...), for example an error rate or a latency limit"));
    }
  }

  /**
   * A registry keeps the version before under an alias. Elsewhere a version that takes all traffic
   * at once replaces the one before, unless a rollback window keeps it.
   */
  private static void checkRollbackTarget(Retraining retraining, List<Problem> problems) {
    Rollout rollout = retraining.rollout();
    boolean replacesAtOnce =
        rollout.strategy() instanceof Strategy.AllAtOnce && rollout.rollbackWindow().isEmpty();
    if (replacesAtOnce && !(retraining.target() instanceof Target.RegistryAlias)) {
      problems.add(
          Problem.warning(
              "no-rollback-target",
              "rollout.strategy",
              retraining.toString(),
              "all traffic moves at once and no version is kept to roll back to",
              "Use a canary or blueGreen(...), or add a rollback window"));
    }
  }
}
