package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Margin;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Strategy;
import dev.retrain.sequential.TestFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Seats the rules of a rollout in one family. */
final class RuleFamilyBuilder {

  /** Of one rule's weight; a burst needs little. */
  private static final double BURST_WEIGHT = 0.1;

  private final Rollout rollout;
  private final StageSequence course;
  private final List<PlannedTest> chairs = new ArrayList<>();

  private RuleFamilyBuilder(Rollout rollout, StageSequence course) {
    this.rollout = rollout;
    this.course = course;
  }

  /** A rule, or the burst, with a member each for some stages. */
  private record PlannedTest(
      String name, double weight, IntPredicate stages, boolean alone, Making making) {}

  private interface Making {
    FamilyMember<?, ?> member(TestSlot seat);
  }

  static RuleFamily of(Rollout rollout, StageSequence course) {
    return new RuleFamilyBuilder(rollout, course).make();
  }

  private RuleFamily make() {
    rollout.rules().stream().distinct().forEach(this::seat);
    seatDecider();
    perStage(ErrorBurst.RULE, BURST_WEIGHT, seat -> ErrorBurst.member(seat, rollout.rules()));
    TestFamily family = family();
    List<FamilyMember<?, ?>> members = new ArrayList<>();
    for (PlannedTest chair : chairs) {
      members.add(
          chair
              .making()
              .member(
                  new TestSlot(
                      chair.name(),
                      chair.stages(),
                      family.alphaOf(chair.name()),
                      chair.alone(),
                      course.batches() && !chair.alone(),
                      false)));
    }
    return new RuleFamily(family, members);
  }

  private TestFamily family() {
    double sum = chairs.stream().mapToDouble(PlannedTest::weight).sum();
    Map<String, Double> weights = new TreeMap<>();
    chairs.forEach(chair -> weights.put(chair.name(), chair.weight() / sum));
    return new TestFamily(rollout.falseRollback().value(), weights);
  }

  private void seat(RollbackRule rule) {
    Making making = seat -> rule.accept(new RuleMembers(seat));
    if (rule instanceof RollbackRule.Drop) {
      throughAllStages(rule.toString(), course.armed().isPresent(), making);
    } else if (rule instanceof RollbackRule.ErrorRateRise) {
      throughAllStages(rule.toString(), course.ruled() > course.stages().size(), making);
    } else {
      perStage(rule.toString(), 1, making);
    }
  }

  /** An A/B test is decided by its metric: the challenger must be shown to be better. */
  private void seatDecider() {
    if (rollout.strategy() instanceof Strategy.AbTest test) {
      AbMetric.of(test, rollout.rules())
          .map(metric -> new RollbackRule.Drop(metric, Margin.absolute(0)))
          .ifPresent(
              better ->
                  throughAllStages(
                      "winner by " + test.metric(),
                      false,
                      seat -> better.accept(new RuleMembers(seat.thatDecides()))));
    }
  }

  /**
   * Looks compare requests of the same time, so one state serves all stages with both versions.
   *
   * @param armed whether the rule looks after promotion too: at labels of both versions that come
   *     late, and at the new champion's labels alone
   */
  private void throughAllStages(String name, boolean armed, Making making) {
    List<Integer> alone =
        IntStream.range(0, course.stages().size() + (armed ? 1 : 0))
            .filter(course::alone)
            .boxed()
            .toList();
    boolean beside = armed || alone.size() < course.stages().size();
    double weight = 1.0 / (alone.size() + (beside ? 1 : 0));
    if (beside) {
      chairs.add(
          new PlannedTest(
              name, weight, stage -> !course.alone(stage) || course.after(stage), false, making));
    }
    alone.forEach(
        index ->
            chairs.add(
                new PlannedTest(at(name, index), weight, stage -> stage == index, true, making)));
  }

  private void perStage(String name, double weight, Making making) {
    for (int i = 0; i < course.ruled(); i++) {
      int index = i;
      chairs.add(
          new PlannedTest(
              at(name, index),
              weight / course.ruled(),
              stage -> stage == index,
              course.alone(index),
              making));
    }
  }

  static String at(String name, int index) {
    return name + "@" + (index + 1);
  }
}
