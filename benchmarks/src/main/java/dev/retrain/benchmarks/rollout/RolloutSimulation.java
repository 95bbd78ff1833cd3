package dev.retrain.benchmarks.rollout;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Prints how often healthy canaries are rolled back, and how often and how soon faulty ones are, by
 * the sequential tests and by two judges of other tools on the same data.
 *
 * <p>Deterministic for a seed. From the project's root: {@code mvn -q -pl benchmarks -am
 * -Psimulation process-classes}, with {@code -Dsimulation.runs=5000 -Dsimulation.seed=7} to change
 * runs and seed.
 */
public final class RolloutSimulation {
  static final List<SimulatedRule> FIVE =
      List.of(
          SimulatedRule.ERRORS,
          SimulatedRule.ACCURACY,
          SimulatedRule.P95,
          SimulatedRule.MEDIAN,
          SimulatedRule.REVENUE);
  static final String TOGETHER = "all five rules";
  static final String FIXED = "fixed limit half-way";
  static final String FIXED_AT_BAD = "fixed limit at bad";
  static final String MANN_WHITNEY = "Mann-Whitney";

  /** All pairs of looks are compared at every look: the cost grows with the third power. */
  private static final int MOST_LOOKS_FOR_PAIRS = 50;

  private static final double HALF_LABELLED = 0.5;

  private final int runs;
  private final long seed;

  RolloutSimulation(int runs, long seed) {
    this.runs = runs;
    this.seed = seed;
  }

  /**
   * Prints the tables of docs/rollout.md.
   *
   * @param args number of simulated rollouts per cell (2000) and seed (1)
   */
  public static void main(String[] args) {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    new RolloutSimulation(runs, seed).print(System.out);
  }

  void print(PrintStream out) {
    out.printf("%d rollouts per cell, seed %d%n%n", runs, seed);
    out.println("| healthy canary, rolled back by | 30 looks | 300 looks |");
    out.println("|---|---|---|");
    Map<String, RollbackCounts> few = healthy(30);
    Map<String, RollbackCounts> many = healthy(300);
    few.forEach(
        (judge, counts) -> {
          RollbackCounts often = many.get(judge);
          String rate = often == null ? "" : often.rateWithBound();
          out.printf("| %s | %s | %s |%n", judge, counts.rateWithBound(), rate);
        });
    atTheEdge()
        .forEach((judge, counts) -> out.printf("| %s | %s | |%n", judge, counts.rateWithBound()));
    out.println();
    out.printf(
        "| bad canary, 30 looks | its rule alone | %s | %s | %s | %s |%n",
        TOGETHER, FIXED, FIXED_AT_BAD, MANN_WHITNEY);
    out.println("|---|---|---|---|---|---|");
    for (CanaryFault fault : CanaryFault.values()) {
      StringBuilder row = new StringBuilder("| " + fault.title());
      harmful(fault).values().forEach(counts -> row.append(" | ").append(counts.rateAndMedian()));
      out.println(row + " |");
    }
  }

  /** Returns one row per rule, one for all five, and the other tools' judges on three figures. */
  Map<String, RollbackCounts> healthy(int looks) {
    Map<String, Supplier<CanaryJudge>> judges = new LinkedHashMap<>();
    FIVE.forEach(rule -> judges.put(rule.title(), () -> new SequentialJudge(List.of(rule))));
    judges.put(TOGETHER, () -> new SequentialJudge(FIVE));
    for (JudgedFigure figure :
        List.of(JudgedFigure.ERRORS, JudgedFigure.ACCURACY, JudgedFigure.P95)) {
      others(figure, looks)
          .forEach((name, judge) -> judges.put(name + " on " + figure.title(), judge));
    }
    return new Experiment(SimulatedVersion.CHAMPION, looks, HALF_LABELLED).run(judges, runs, seed);
  }

  /** Returns one row per rule, each rule alone. */
  Map<String, RollbackCounts> healthyAlone(List<SimulatedRule> rules, int looks) {
    Map<String, Supplier<CanaryJudge>> judges = new LinkedHashMap<>();
    rules.forEach(rule -> judges.put(rule.title(), () -> new SequentialJudge(List.of(rule))));
    return new Experiment(SimulatedVersion.CHAMPION, looks, HALF_LABELLED).run(judges, runs, seed);
  }

  /** Returns canaries that are exactly as much worse as a margin tolerates. */
  Map<String, RollbackCounts> atTheEdge() {
    Map<String, RollbackCounts> rows = new LinkedHashMap<>();
    edge(rows, SimulatedRule.TOLERANT_ACCURACY, SimulatedVersion.CHAMPION.withAccuracy(0.83));
    edge(rows, SimulatedRule.TOLERANT_P95, SimulatedVersion.CHAMPION.withLatency(1.21));
    return rows;
  }

  private void edge(Map<String, RollbackCounts> rows, SimulatedRule rule, SimulatedVersion canary) {
    Map<String, Supplier<CanaryJudge>> judges =
        Map.of(rule.title(), () -> new SequentialJudge(List.of(rule)));
    rows.putAll(new Experiment(canary, 30, HALF_LABELLED).run(judges, runs, seed));
  }

  /**
   * Returns the rule meant to detect the fault, all five, and the other tools' judges, in this
   * order.
   */
  Map<String, RollbackCounts> harmful(CanaryFault fault) {
    Map<String, Supplier<CanaryJudge>> judges = new LinkedHashMap<>();
    judges.put(fault.rule().title(), () -> new SequentialJudge(List.of(fault.rule())));
    List<SimulatedRule> rules = new ArrayList<>(FIVE);
    rules.remove(fault.figure().rule());
    rules.add(fault.rule());
    judges.put(TOGETHER, () -> new SequentialJudge(rules));
    judges.putAll(others(fault.figure(), 30));
    return new Experiment(fault.canary(), 30, fault.labelShare()).run(judges, runs, seed);
  }

  private static Map<String, Supplier<CanaryJudge>> others(JudgedFigure figure, int looks) {
    Map<String, Supplier<CanaryJudge>> judges = new LinkedHashMap<>();
    judges.put(FIXED, () -> new FixedThresholdJudge(figure, figure.halfWay()));
    judges.put(FIXED_AT_BAD, () -> new FixedThresholdJudge(figure, figure.bad()));
    if (looks <= MOST_LOOKS_FOR_PAIRS) {
      judges.put(MANN_WHITNEY, () -> new MannWhitneyJudge(figure));
    }
    return judges;
  }
}
