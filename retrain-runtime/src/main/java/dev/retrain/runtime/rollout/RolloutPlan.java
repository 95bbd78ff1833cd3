package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.sequential.Sensitivity;
import dev.retrain.runtime.sequential.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the traffic of a rollout's first stage can show, told before it starts: per rule the
 * smallest effect found with 90 % probability, the time in which half of all challengers as bad as
 * the rule names are found, and a warning where the stage is too short for that.
 */
public final class RolloutPlan {

  private static final double POWER = 0.9;
  private static final double MOST_SHARE = 0.999;
  private static final double MILLIS = 1000;

  private final Rollout rollout;
  private final Stage first;
  private final Panel panel;

  private RolloutPlan(Rollout rollout) {
    List<Stage> stages = Stage.of(rollout);
    this.rollout = rollout;
    this.first = stages.get(0);
    this.panel = Panels.of(rollout, stages);
  }

  /**
   * The plan as evidence of a decision.
   *
   * @param champion what it counted lately
   * @param counted how long it took to count
   */
  public static Node.Mapping of(Rollout rollout, VersionHealth champion, Duration counted) {
    return new RolloutPlan(rollout).facts(champion, counted).toNode();
  }

  private Facts facts(VersionHealth champion, Duration counted) {
    if (champion.requests() == 0 || counted.toMillis() <= 0) {
      return Facts.NONE.with("warning", "the champion's traffic is not known");
    }
    double perSecond = champion.requests() * MILLIS / counted.toMillis();
    Facts rules = Facts.NONE;
    List<String> warnings = new ArrayList<>();
    for (RollbackRule rule : rollout.rules()) {
      Optional<Planned> planned = planned(rule, champion, perSecond);
      planned.map(p -> p.warning(rule)).orElseGet(() -> unknown(rule)).ifPresent(warnings::add);
      rules = planned.isPresent() ? rules.with(rule.toString(), planned.get().toNode()) : rules;
    }
    Facts facts =
        Facts.NONE
            .with("requestsPerSecond", perSecond)
            .with("stageSeconds", first.observe().toSeconds())
            .with("rules", rules.toNode());
    return warnings.isEmpty() ? facts : facts.with("warning", String.join("; ", warnings));
  }

  private static Optional<String> unknown(RollbackRule rule) {
    return Optional.of(rule + ": the champion shows no figures to plan with");
  }

  private Optional<Planned> planned(RollbackRule rule, VersionHealth champion, double perSecond) {
    double share = Math.min(MOST_SHARE, first.share().asFraction().value());
    Traffic traffic = Traffic.of(perSecond, share, first.observe());
    return rule.accept(new RulePlan(champion, traffic, panel.alpha(rule.toString())));
  }

  /**
   * What is expected of one rule.
   *
   * @param effect the rule names
   */
  record Planned(Sensitivity sensitivity, double effect) {

    Optional<String> warning(RollbackRule rule) {
      return effect > 0
          ? sensitivity.warning(effect, POWER).map(warning -> rule + ": " + warning)
          : Optional.empty();
    }

    Node toNode() {
      Facts facts =
          Facts.NONE
              .with("minimumDetectableEffect", sensitivity.minimumDetectable(POWER))
              .with("power", POWER)
              .with("effect", effect);
      return sensitivity
          .expectedTime(effect)
          .map(time -> facts.with("expectedSeconds", time.toSeconds()))
          .orElse(facts)
          .toNode();
    }
  }
}
