package dev.retrain.runtime.rollout;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A rollout of version 2 over version 1 with simulated traffic; each look goes through JSON unless
 * told otherwise.
 */
final class Canary {

  static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

  /** How a version answers. */
  record Manner(double errors, double accuracy, double millis) {
    static final Manner GOOD = new Manner(0.01, 0.85, 40);
  }

  private final Rollout rollout;
  private final Random random;
  final Map<String, VersionHealth> health = new TreeMap<>();
  Instant now = START;
  Optional<TrafficSplit> traffic = Optional.of(TrafficSplit.all("1"));
  RolloutState state = RolloutState.begin("2", Optional.of("1"));
  boolean labelled = true;
  boolean throughJson = true;
  double copiesMade = 1;

  Canary(Rollout rollout, long seed) {
    this.rollout = rollout;
    this.random = new Random(seed);
    health.put("1", HealthWindow.NOTHING);
    health.put("2", HealthWindow.NOTHING);
  }

  /** Looks and does what the step says; empty while it goes on. */
  Optional<RolloutStep> look() {
    RolloutStep step =
        new RolloutJudge(rollout).next(state, new RolloutObservation(now, health, traffic));
    if (step instanceof RolloutStep.Wait wait) {
      state = kept(wait.next());
    } else if (step instanceof RolloutStep.Route route) {
      traffic = Optional.of(route.split());
    } else if (step instanceof RolloutStep.Begin begin) {
      state = kept(begin.next());
      traffic = Optional.of(begin.split());
    } else {
      return Optional.of(step);
    }
    return Optional.empty();
  }

  private RolloutState kept(RolloutState next) {
    return throughJson ? stored(next) : next;
  }

  static RolloutState stored(RolloutState state) {
    String json = Documents.canonicalJson(RolloutState.shape().write(state));
    return DocumentReader.of(RolloutState.shape(), Documents.parse(json, "state"), "state");
  }

  /** Answers as many requests by the traffic that stands, then a minute is over. */
  void minute(int requests, Manner challenger) {
    Percent share = traffic.orElseThrow().share("2");
    Percent copied = traffic.orElseThrow().mirrored().getOrDefault("2", Percent.NONE);
    int canary = binomial(requests, (share.value() + copied.value() * copiesMade) / 100);
    answer("2", canary, challenger);
    answer("1", copied.value() > 0 ? requests : requests - canary, Manner.GOOD);
    later();
  }

  void later() {
    now = now.plus(Duration.ofMinutes(1));
  }

  private int binomial(int trials, double chance) {
    int hits = 0;
    for (int i = 0; i < trials; i++) {
      hits += random.nextDouble() < chance ? 1 : 0;
    }
    return hits;
  }

  private void answer(String version, int requests, Manner manner) {
    long[] buckets = new long[LatencyHistogram.BUCKETS];
    for (int i = 0; i < requests; i++) {
      double millis = manner.millis() * Math.exp(0.5 * random.nextGaussian());
      buckets[LatencyHistogram.bucket(Duration.ofNanos((long) (millis * 1e6)))]++;
    }
    double right = binomial(requests, manner.accuracy());
    OutcomeTotals outcome = new OutcomeTotals(requests, right, right);
    VersionHealth more =
        new VersionHealth(
            true,
            requests,
            binomial(requests, manner.errors()),
            LatencyHistogram.of(buckets),
            labelled ? Map.of("accuracy", outcome) : Map.of());
    health.merge(version, more, HealthWindow::sum);
  }

  /** Runs until it ends, at most so many minutes. */
  Optional<RolloutStep> run(int minutes, int requests, Manner challenger) {
    for (int i = 0; i < minutes; i++) {
      Optional<RolloutStep> end = look();
      if (end.isPresent()) {
        return end;
      }
      minute(requests, challenger);
    }
    return look();
  }
}
