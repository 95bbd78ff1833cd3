package dev.retrain.benchmarks.rollout;

import dev.retrain.sequential.Arms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Simulates many rollouts of one canary: 30 minutes, 50 requests per second, 5 % of them to the
 * canary, with all judges on the same data.
 *
 * @param canary compared with {@link SimulatedVersion#CHAMPION}
 * @param looks number of looks, evenly spaced
 * @param labelShare share of the requests labelled at once
 */
record Experiment(SimulatedVersion canary, int looks, double labelShare) {
  static final double MINUTES = 30;
  static final double REQUESTS_PER_SECOND = 50;
  static final double CANARY_SHARE = 0.05;

  Map<String, RollbackCounts> run(Map<String, Supplier<CanaryJudge>> judges, int runs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Arms<VersionTraffic> traffic = traffic();
    List<JudgeRun> judgeRuns = new ArrayList<>();
    judges.forEach((name, judge) -> judgeRuns.add(new JudgeRun(name, judge)));
    for (int i = 0; i < runs; i++) {
      rollout(traffic, judgeRuns, random);
    }
    Map<String, RollbackCounts> counts = new LinkedHashMap<>();
    judgeRuns.forEach(run -> counts.put(run.name, RollbackCounts.of(runs, run.minutes)));
    return counts;
  }

  private void rollout(
      Arms<VersionTraffic> traffic, List<JudgeRun> judgeRuns, SplittableRandom random) {
    judgeRuns.forEach(JudgeRun::reset);
    Arms<SimulatedLook> sum = new Arms<>(SimulatedLook.NOTHING, SimulatedLook.NOTHING);
    for (int look = 1; look <= looks; look++) {
      Arms<SimulatedLook> latest =
          new Arms<>(traffic.canary().next(random), traffic.champion().next(random));
      sum = new Arms<>(sum.canary().plus(latest.canary()), sum.champion().plus(latest.champion()));
      for (JudgeRun run : judgeRuns) {
        run.look(latest, sum, look * MINUTES / looks);
      }
    }
  }

  private Arms<VersionTraffic> traffic() {
    double requests = MINUTES * 60 * REQUESTS_PER_SECOND / looks;
    return new Arms<>(
        new VersionTraffic(canary, requests * CANARY_SHARE, labelShare),
        new VersionTraffic(SimulatedVersion.CHAMPION, requests * (1 - CANARY_SHARE), labelShare));
  }

  /** Creates a new judge for each rollout and records when it rolls back. */
  private static final class JudgeRun {
    private final String name;
    private final Supplier<CanaryJudge> supply;
    private final List<Double> minutes = new ArrayList<>();
    private CanaryJudge judge;
    private boolean open;

    JudgeRun(String name, Supplier<CanaryJudge> supply) {
      this.name = name;
      this.supply = supply;
      this.judge = supply.get();
    }

    void reset() {
      judge = supply.get();
      open = true;
    }

    void look(Arms<SimulatedLook> latest, Arms<SimulatedLook> sum, double minute) {
      if (open && judge.rollsBack(latest, sum)) {
        minutes.add(minute);
        open = false;
      }
    }
  }
}
