package dev.retrain.runtime.rollout;

import dev.retrain.api.error.Problem;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.LatencyForm;
import dev.retrain.spi.deploy.TrafficResolution;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks before a rollout that its target can set its shares and report what its rules test. */
public final class TargetChecks {

  private static final Logger LOG = LoggerFactory.getLogger(TargetChecks.class);

  private TargetChecks() {}

  /** Returns the problems of a rollout on its target; none where the target is away. */
  public static List<Problem> problems(String subject, RolloutPolicy policy, Deployer deployer) {
    try {
      return problems(subject, policy, deployer.resolution(), deployer.latency());
    } catch (RetrainException e) {
      LOG.warn("{}: its target is not checked: {}", subject, e.getMessage());
      return List.of();
    }
  }

  private static List<Problem> problems(
      String subject, RolloutPolicy policy, TrafficResolution resolution, LatencyForm latency) {
    List<Problem> problems = new ArrayList<>();
    StageSequence.of(policy.rollout(), policy.target()).stages().stream()
        .map(Stage::share)
        .filter(share -> !resolution.canSet(share))
        .distinct()
        .forEach(share -> problems.add(tooFine(subject, policy, share, resolution)));
    policy.rollout().rules().stream()
        .filter(rule -> !canTest(rule, latency))
        .forEach(rule -> problems.add(untested(subject, policy, rule, latency)));
    return problems;
  }

  private static boolean canTest(RollbackRule rule, LatencyForm latency) {
    if (latency.counted()) {
      return true;
    }
    if (rule instanceof RollbackRule.LatencyAbove above) {
      return latency.quantiles().contains(above.quantile().value());
    }
    return !(rule instanceof RollbackRule.LatencyRatioAbove);
  }

  private static Problem tooFine(
      String subject, RolloutPolicy policy, Percent share, TrafficResolution resolution) {
    return Problem.error(
        "traffic-resolution",
        "rollout",
        subject,
        policy.target()
            + " sets traffic in steps of "
            + resolution.percent()
            + " %, and a stage"
            + " needs "
            + share,
        "Use shares that are multiples of " + resolution.percent() + " %");
  }

  private static Problem untested(
      String subject, RolloutPolicy policy, RollbackRule rule, LatencyForm latency) {
    String what =
        latency.quantiles().isEmpty()
            ? " reports no latency"
            : " reports the latency quantiles " + latency.quantiles() + " and no counts";
    return Problem.error(
        "untested-rule",
        "rollout.rollbackIf",
        subject,
        "the rule '" + rule + "' cannot be tested: " + policy.target() + what,
        "Use a limit on a quantile that is reported, a rule on the error rate, or a rule on a"
            + " metric source");
  }
}
