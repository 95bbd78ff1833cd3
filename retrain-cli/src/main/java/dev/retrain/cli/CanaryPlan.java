package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.runtime.evidence.Rounded;
import dev.retrain.runtime.rollout.RolloutPlan;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.VersionHealth;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The effects that a rollout can detect at the current traffic, computed before it starts. */
record CanaryPlan(Node.Mapping facts) {

  private static final Duration LONGEST_OBSERVATION = Duration.ofSeconds(2);
  private static final int OBSERVATIONS_IN_A_STAGE = 10;
  private static final double NANOS = 1e9;

  /**
   * Observes the live version for a moment, because the start of its counters is unknown.
   *
   * @param champion the live version; without one the plan is empty
   */
  static CanaryPlan of(Deployer deployer, Optional<String> champion, Rollout rollout) {
    if (champion.isEmpty()) {
      return new CanaryPlan(Node.of(Map.of()));
    }
    Duration moment = rollout.observe().dividedBy(OBSERVATIONS_IN_A_STAGE);
    long start = System.nanoTime();
    long before = requests(deployer, champion.get()).requests();
    LockSupport.parkNanos(Math.min(LONGEST_OBSERVATION.toNanos(), moment.toNanos()));
    VersionHealth after = requests(deployer, champion.get());
    double seconds = (System.nanoTime() - start) / NANOS;
    double perSecond = (after.requests() - before) / seconds;
    Duration counted =
        perSecond > 0
            ? Duration.ofNanos((long) (after.requests() / perSecond * NANOS))
            : Duration.ZERO;
    return new CanaryPlan(RolloutPlan.of(rollout, after, counted));
  }

  private static VersionHealth requests(Deployer deployer, String version) {
    return deployer.health().getOrDefault(version, VersionHealth.ABSENT);
  }

  /** Prints a line per rule, and a warning if the traffic is too low. */
  void print(PrintWriter out) {
    number(facts, "requestsPerSecond")
        .ifPresent(
            rate ->
                out.println(
                    "plan: "
                        + Rounded.of(rate)
                        + " requests per second, each share is observed for "
                        + seconds(facts, "stageSeconds")));
    if (facts.get("rules").orElse(null) instanceof Node.Mapping rules) {
      rules.entries().forEach((rule, one) -> out.println("  " + rule + ": " + describe(one)));
    }
    if (facts.get("warning").orElse(null) instanceof Node.Text warning) {
      out.println("  warning: " + warning.value());
    }
    out.flush();
  }

  private static String describe(Node rule) {
    if (!(rule instanceof Node.Mapping one)) {
      return rule.toString();
    }
    return "detects "
        + number(one, "minimumDetectableEffect").map(Rounded::of).orElse("?")
        + " additional harm with probability "
        + number(one, "power").map(Rounded::of).orElse("?")
        + (one.get("expectedSeconds").isPresent()
            ? "; half of the versions that are worse by "
                + number(one, "effect").map(Rounded::of).orElse("?")
                + " are detected within "
                + seconds(one, "expectedSeconds")
            : "");
  }

  private static String seconds(Node.Mapping facts, String key) {
    return number(facts, key).map(value -> Rounded.of(value) + " s").orElse("?");
  }

  private static Optional<Double> number(Node.Mapping facts, String key) {
    return facts.get(key).flatMap(CanaryPlan::number);
  }

  private static Optional<Double> number(Node node) {
    return node instanceof Node.Num number
        ? Optional.of(number.value().doubleValue())
        : Optional.empty();
  }
}
