package dev.retrain.benchmarks.rollout;

import dev.retrain.sequential.Arms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Many simulated rollouts of one canary: 30 minutes, 50 requests a second, 5 % of them to the
 * canary, every judge on the same data.
 *
 * @param canary on trial against {@link SimulatedVersion#CHAMPION}
 * @param looks evenly spread
 * @param labelShare of the requests labelled at once
 */
record Experiment(SimulatedVersion canary, int looks, double labelShare) {
  static final double MINUTES = 30;
  static final double REQUESTS_PER_SECOND = 50;
  static final double CANARY_SHARE = 0.05;

  Map<String, RollbackCounts> run(Map<String, Supplier<CanaryJudge>> judges, int runs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Arms<VersionTraffic> traffic = traffic();
    List<Bench> benches = new ArrayList<>();
    judges.forEach((name, judge) -> benches.add(new Bench(name, judge)));
    for (int i = 0; i < runs; i++) {
      rollout(traffic, benches, random);
    }
    Map<String, RollbackCounts> tallies = new LinkedHashMap<>();
    benches.forEach(bench -> tallies.put(bench.name, RollbackCounts.of(runs, bench.minutes)));
    return tallies;
  }

  private void rollout(Arms<VersionTraffic> traffic, List<Bench> benches, SplittableRandom random) {
    benches.forEach(Bench::seatJudge);
    Arms<SimulatedLook> sum = new Arms<>(SimulatedLook.NOTHING, SimulatedLook.NOTHING);
    for (int look = 1; look <= looks; look++) {
      Arms<SimulatedLook> latest =
          new Arms<>(traffic.canary().next(random), traffic.champion().next(random));
      sum = new Arms<>(sum.canary().plus(latest.canary()), sum.champion().plus(latest.champion()));
      for (Bench bench : benches) {
        bench.hear(latest, sum, look * MINUTES / looks);
      }
    }
  }

  private Arms<VersionTraffic> traffic() {
    double requests = MINUTES * 60 * REQUESTS_PER_SECOND / looks;
    return new Arms<>(
        new VersionTraffic(canary, requests * CANARY_SHARE, labelShare),
        new VersionTraffic(SimulatedVersion.CHAMPION, requests * (1 - CANARY_SHARE), labelShare));
  }

  /** Seats a fresh judge for each rollout and notes when it rolls back. */
  private static final class Bench {
    private final String name;
    private final Supplier<CanaryJudge> supply;
    private final List<Double> minutes = new ArrayList<>();
    private CanaryJudge judge;
    private boolean open;

    Bench(String name, Supplier<CanaryJudge> supply) {
      this.name = name;
      this.supply = supply;
      this.judge = supply.get();
    }

    void seatJudge() {
      judge = supply.get();
      open = true;
    }

    void hear(Arms<SimulatedLook> latest, Arms<SimulatedLook> sum, double minute) {
      if (open && judge.rollsBack(latest, sum)) {
        minutes.add(minute);
        open = false;
      }
    }
  }
}
