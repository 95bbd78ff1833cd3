package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.RollbackWindow;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.sequential.ExpectedTraffic;
import dev.retrain.sequential.Sensitivity;
import dev.retrain.spi.deploy.VersionHealth;
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
  private final StageSequence course;
  private final Stage first;
  private final RuleFamily panel;

  private RolloutPlan(Rollout rollout) {
    StageSequence course = StageSequence.of(rollout);
    this.rollout = rollout;
    this.course = course;
    this.first = course.stages().get(0);
    this.panel = RuleFamilyBuilder.of(rollout, course);
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
            .with("rules", rules.toNode())
            .and(armed(champion));
    return warnings.isEmpty() ? facts : facts.with("warning", String.join("; ", warnings));
  }

  /** What the labels that are waited for after promotion can show. */
  private Node.Mapping armed(VersionHealth champion) {
    if (course.armed().isEmpty()) {
      return Facts.NONE.toNode();
    }
    RollbackWindow armed = course.armed().get();
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
            armed.labels() * MILLIS / armed.window().toMillis(), MOST_SHARE, armed.window());
    double alpha = panel.alphaOf(RuleFamilyBuilder.at(rule.toString(), course.stages().size()));
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
    return Optional.of(rule + ": the champion shows no figures to plan with");
  }

  private Optional<Planned> planned(RollbackRule rule, VersionHealth champion, double perSecond) {
    double share = Math.min(MOST_SHARE, first.share().asFraction().value());
    ExpectedTraffic traffic = ExpectedTraffic.of(perSecond, share, first.observe());
    double looks = MILLIS / rollout.checkEvery().toMillis();
    ExpectedTraffic points = ExpectedTraffic.of(looks, MOST_SHARE, first.observe());
    return rule.accept(new RulePlan(champion, traffic, points, panel.alpha(rule.toString())));
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
