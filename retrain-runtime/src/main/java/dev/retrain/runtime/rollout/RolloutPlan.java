package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.RollbackWindow;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.sequential.ExpectedTraffic;
import dev.retrain.sequential.Sensitivity;
import dev.retrain.spi.deploy.LatencyForm;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes what the traffic of a rollout's first stage can detect before it starts: per rule the
 * smallest effect detected with 90 % probability, the time in which half of all challengers as bad
 * as the rule allows are detected, and a warning if the stage is too short for that.
 */
public final class RolloutPlan {

  private static final double POWER = 0.9;
  private static final double MAXIMUM_SHARE = 0.999;
  private static final double MILLIS = 1000;

  private final Rollout rollout;
  private final StageSequence stages;
  private final Stage first;
  private final RuleFamily family;

  private RolloutPlan(Rollout rollout) {
    StageSequence stages = StageSequence.of(rollout);
    this.rollout = rollout;
    this.stages = stages;
    this.first = stages.stages().get(0);
    this.family = RuleFamilyBuilder.of(rollout, stages, LatencyForm.COUNTED);
  }

  /**
   * Returns the plan as evidence of a decision.
   *
   * @param champion recent counters of the champion
   * @param counted duration over which they were counted
   */
  public static Node.Mapping of(Rollout rollout, VersionHealth champion, Duration counted) {
    return new RolloutPlan(rollout).facts(champion, counted).toNode();
  }

  private Facts facts(VersionHealth champion, Duration counted) {
    if (champion.requests() == 0 || counted.toMillis() <= 0) {
      return Facts.NONE.with("warning", "the champion's traffic is unknown");
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
            .with("rules", rules.toNode())
            .and(armed(champion));
    return warnings.isEmpty() ? facts : facts.with("warning", String.join("; ", warnings));
  }

  /** Returns what the labels awaited after promotion can detect. */
  private Node.Mapping armed(VersionHealth champion) {
    if (stages.rollbackWindow().isEmpty()) {
      return Facts.NONE.toNode();
    }
    RollbackWindow armed = stages.rollbackWindow().get();
    Facts rules = Facts.NONE;
    for (RollbackRule rule : rollout.rules()) {
      Optional<Planned> planned =
          rule instanceof RollbackRule.Drop drop
              ? afterPromotion(drop, armed, champion)
              : Optional.empty();
      rules = planned.isPresent() ? rules.with(rule.toString(), planned.get().toNode()) : rules;
    }
    return Facts.NONE
        .with(
            "armed",
            Facts.NONE
                .with("windowSeconds", armed.window().toSeconds())
                .with("labels", armed.labels())
                .with("rules", rules.toNode())
                .toNode())
        .toNode();
  }

  private Optional<Planned> afterPromotion(
      RollbackRule.Drop rule, RollbackWindow armed, VersionHealth champion) {
    if (!RuleMembers.SHARES.contains(rule.metric())) {
      return Optional.empty();
    }
    ExpectedTraffic labels =
        ExpectedTraffic.of(
            armed.labels() * MILLIS / armed.window().toMillis(), MAXIMUM_SHARE, armed.window());
    double alpha = family.alphaOf(RuleFamilyBuilder.at(rule.toString(), stages.stages().size()));
    return RuleInputs.ones(champion, rule.metric().name())
        .filter(ones -> ones.total() > 0)
        .flatMap(
            ones ->
                RuleMembers.history(rule.metric().direction(), ones, Margin.absolute(0), alpha)
                    .map(
                        test ->
                            new Planned(
                                Sensitivity.of(test, labels), rule.margin().of(ones.rate()))));
  }

  private static Optional<String> unknown(RollbackRule rule) {
    return Optional.of(rule + ": the champion has no figures to plan with");
  }

  private Optional<Planned> planned(RollbackRule rule, VersionHealth champion, double perSecond) {
    double share = Math.min(MAXIMUM_SHARE, first.share().asFraction().value());
    ExpectedTraffic traffic = ExpectedTraffic.of(perSecond, share, first.observe());
    double looks = MILLIS / rollout.checkEvery().toMillis();
    ExpectedTraffic points = ExpectedTraffic.of(looks, MAXIMUM_SHARE, first.observe());
    return rule.accept(new RulePlan(champion, traffic, points, family.alpha(rule.toString())));
  }

  /**
   * Holds the plan of one rule.
   *
   * @param effect effect that the rule allows
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
