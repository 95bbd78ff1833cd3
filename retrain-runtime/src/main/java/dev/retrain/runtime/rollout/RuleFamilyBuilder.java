package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Margin;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Strategy;
import dev.retrain.sequential.TestFamily;
import dev.retrain.spi.deploy.LatencyForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Builds the family of tests of a rollout. */
final class RuleFamilyBuilder {

  /** Share of one rule's weight; a burst of errors is detected with little alpha. */
  private static final double BURST_WEIGHT = 0.1;

  private final Rollout rollout;
  private final StageSequence stages;
  private final LatencyForm latency;
  private final List<PlannedTest> planned = new ArrayList<>();

  private RuleFamilyBuilder(Rollout rollout, StageSequence stages, LatencyForm latency) {
    this.rollout = rollout;
    this.stages = stages;
    this.latency = latency;
  }

  /** Describes the test of a rule, or of error bursts, in some stages. */
  private record PlannedTest(
      String name, double weight, IntPredicate stages, boolean alone, MemberFactory factory) {}

  private interface MemberFactory {
    FamilyMember<?, ?> member(TestSlot slot);
  }

  static RuleFamily of(Rollout rollout, StageSequence stages, LatencyForm latency) {
    return new RuleFamilyBuilder(rollout, stages, latency).build();
  }

  private RuleFamily build() {
    rollout.rules().stream().distinct().forEach(this::add);
    addDecider();
    perStage(ErrorBurst.RULE, BURST_WEIGHT, slot -> ErrorBurst.member(slot, rollout.rules()));
    TestFamily family = family();
    List<FamilyMember<?, ?>> members = new ArrayList<>();
    for (PlannedTest test : planned) {
      members.add(
          test.factory()
              .member(
                  new TestSlot(
                      test.name(),
                      test.stages(),
                      family.alphaOf(test.name()),
                      test.alone(),
                      stages.batches() && !test.alone(),
                      false)));
    }
    return new RuleFamily(family, members);
  }

  private TestFamily family() {
    double sum = planned.stream().mapToDouble(PlannedTest::weight).sum();
    Map<String, Double> weights = new TreeMap<>();
    planned.forEach(test -> weights.put(test.name(), test.weight() / sum));
    return new TestFamily(rollout.falseRollback().value(), weights);
  }

  private void add(RollbackRule rule) {
    MemberFactory factory = slot -> member(rule, slot);
    if (rule instanceof RollbackRule.Drop) {
      throughAllStages(rule.toString(), stages.rollbackWindow().isPresent(), factory);
    } else if (rule instanceof RollbackRule.ErrorRateRise) {
      throughAllStages(rule.toString(), stages.ruled() > stages.stages().size(), factory);
    } else {
      perStage(rule.toString(), 1, factory);
    }
  }

  private FamilyMember<?, ?> member(RollbackRule rule, TestSlot slot) {
    return rule instanceof RollbackRule.LatencyAbove above && !latency.counted()
        ? new RuleMembers(slot).latencyAboveByIntervals(above)
        : rule.accept(new RuleMembers(slot));
  }

  /** Adds the test that decides an A/B test: the challenger must be shown to be better. */
  private void addDecider() {
    if (rollout.strategy() instanceof Strategy.AbTest test) {
      AbMetric.of(test, rollout.rules())
          .map(metric -> new RollbackRule.Drop(metric, Margin.absolute(0)))
          .ifPresent(
              better ->
                  throughAllStages(
                      "winner by " + test.metric(),
                      false,
                      slot -> better.accept(new RuleMembers(slot.asDeciding()))));
    }
  }

  /**
   * Adds one test for all stages with both versions, because looks compare requests of the same
   * time, and one for each stage of the challenger alone.
   *
   * @param afterPromotion whether the rule looks after promotion too: at late labels of both
   *     versions, and at the new champion's labels alone
   */
  private void throughAllStages(String name, boolean afterPromotion, MemberFactory factory) {
    List<Integer> alone =
        IntStream.range(0, stages.stages().size() + (afterPromotion ? 1 : 0))
            .filter(stages::alone)
            .boxed()
            .toList();
    boolean beside = afterPromotion || alone.size() < stages.stages().size();
    double weight = 1.0 / (alone.size() + (beside ? 1 : 0));
    if (beside) {
      planned.add(
          new PlannedTest(
              name, weight, stage -> !stages.alone(stage) || stages.after(stage), false, factory));
    }
    alone.forEach(
        index ->
            planned.add(
                new PlannedTest(at(name, index), weight, stage -> stage == index, true, factory)));
  }

  private void perStage(String name, double weight, MemberFactory factory) {
    for (int i = 0; i < stages.ruled(); i++) {
      int index = i;
      planned.add(
          new PlannedTest(
              at(name, index),
              weight / stages.ruled(),
              stage -> stage == index,
              stages.alone(index),
              factory));
    }
  }

  static String at(String name, int index) {
    return name + "@" + (index + 1);
  }
}
