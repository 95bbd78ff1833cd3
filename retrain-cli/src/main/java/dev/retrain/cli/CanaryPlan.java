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

/** What a rollout can show at the traffic of now, told before it starts. */
record CanaryPlan(Node.Mapping facts) {

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
  private static final int LOOKS_IN_A_STAGE = 10;
  private static final double NANOS = 1e9;

  /**
   * Watches the live version for a moment, because nobody knows since when its counters run.
   *
   * @param champion the live version; without one there is nothing to plan
   */
  static CanaryPlan of(Deployer deployer, Optional<String> champion, Rollout rollout) {
    if (champion.isEmpty()) {
      return new CanaryPlan(Node.of(Map.of()));
    }
    Duration moment = rollout.observe().dividedBy(LOOKS_IN_A_STAGE);
    long began = System.nanoTime();
    long before = requests(deployer, champion.get()).requests();
    LockSupport.parkNanos(Math.min(LONGEST_LOOK.toNanos(), moment.toNanos()));
    VersionHealth after = requests(deployer, champion.get());
    double seconds = (System.nanoTime() - began) / NANOS;
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

  /** One line a rule, and the warning where the traffic is too thin. */
  void print(PrintWriter out) {
    number(facts, "requestsPerSecond")
        .ifPresent(
            rate ->
                out.println(
                    "plan: "
                        + Rounded.of(rate)
                        + " requests a second, each share watched for "
                        + seconds(facts, "stageSeconds")));
    if (facts.get("rules").orElse(null) instanceof Node.Mapping rules) {
      rules.entries().forEach((rule, one) -> out.println("  " + rule + ": " + words(one)));
    }
    if (facts.get("warning").orElse(null) instanceof Node.Text warning) {
      out.println("  warning: " + warning.value());
    }
    out.flush();
  }

  private static String words(Node rule) {
    if (!(rule instanceof Node.Mapping one)) {
      return rule.toString();
    }
    return "finds "
        + number(one, "minimumDetectableEffect").map(Rounded::of).orElse("?")
        + " more harm with probability "
        + number(one, "power").map(Rounded::of).orElse("?")
        + (one.get("expectedSeconds").isPresent()
            ? "; half of the versions worse by "
                + number(one, "effect").map(Rounded::of).orElse("?")
                + " are found within "
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
