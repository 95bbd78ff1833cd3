package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.sequential.HarmEvidence;
import dev.retrain.sequential.TestFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All rules of a rollout judged together: the probability that any of them sends back a challenger
 * that is not worse stays below the rollout's {@code falseRollback}, over all rules, stages and
 * looks.
 */
final class RuleFamily {

  private final TestFamily family;
  private final List<FamilyMember<?, ?>> members;

  RuleFamily(TestFamily family, List<FamilyMember<?, ?>> members) {
    this.family = family;
    this.members = List.copyOf(members);
  }

  /** The alpha of a rule's test in the first stage. */
  double alpha(String rule) {
    return family.alphaOf(
        family.weights().containsKey(rule) ? rule : RuleFamilyBuilder.at(rule, 0));
  }

  /** The alpha of a member's test. */
  double alphaOf(String member) {
    return family.alphaOf(member);
  }

  /**
   * What the panel says at a look.
   *
   * @param tests what is remembered
   * @param readings of the rules that looked
   * @param culprit the rule that sends the challenger back
   */
  record Verdict(
      Map<String, Node> tests, List<RuleReading> readings, Optional<RuleReading> culprit) {

    /** Why the stage cannot pass. */
    List<String> doubts() {
      return readings.stream().flatMap(reading -> reading.doubt().stream()).toList();
    }
  }

  /**
   * Looks once.
   *
   * @param kept what is remembered, by member
   * @param warmingUp whether only critical rules look
   */
  Verdict look(Map<String, Node> kept, int stage, RuleInputs seen, boolean warmingUp) {
    Map<String, Node> tests = new TreeMap<>(kept);
    Map<String, HarmEvidence> evidence = new TreeMap<>();
    List<RuleReading> readings = new ArrayList<>();
    for (FamilyMember<?, ?> member : members) {
      Optional<Node> before = Optional.ofNullable(kept.get(member.name()));
      if (member.looksAt(stage, seen, warmingUp)) {
        FamilyMember.Looked looked = member.look(before, seen);
        looked.state().ifPresent(state -> tests.put(member.name(), state));
        evidence.put(member.name(), looked.evidence());
        readings.add(looked.reading());
      } else {
        evidence.put(member.name(), member.resting(before, seen));
      }
    }
    return new Verdict(tests, readings, culprit(readings, evidence));
  }

  private Optional<RuleReading> culprit(
      List<RuleReading> readings, Map<String, HarmEvidence> evidence) {
    Comparator<RuleReading> strength = Comparator.comparingDouble(RuleReading::weakness);
    Optional<RuleReading> alone = readings.stream().filter(RuleReading::harmful).min(strength);
    return alone.isPresent() || !family.isHarmful(evidence)
        ? alone
        : readings.stream().min(strength).filter(RuleReading::exceeded);
  }
}
