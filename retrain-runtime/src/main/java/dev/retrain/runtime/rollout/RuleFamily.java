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
 * Tests all rules of a rollout together: the probability that any of them rolls back a challenger
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

  /** Returns the alpha of a rule's test in the first stage. */
  double alpha(String rule) {
    return family.alphaOf(
        family.weights().containsKey(rule) ? rule : RuleFamilyBuilder.at(rule, 0));
  }

  /** Returns the alpha of a member's test. */
  double alphaOf(String member) {
    return family.alphaOf(member);
  }

  /**
   * Holds the result of a look.
   *
   * @param tests states to keep, by member
   * @param readings readings of the rules that result
   * @param violated reading of the rule that rolls the challenger back
   */
  record Verdict(
      Map<String, Node> tests, List<RuleReading> readings, Optional<RuleReading> violated) {

    /** Returns why the stage cannot pass. */
    List<String> doubts() {
      return readings.stream().flatMap(reading -> reading.doubt().stream()).toList();
    }
  }

  /**
   * Looks once at all rules.
   *
   * @param kept stored states, by member
   * @param warmingUp whether only critical rules look
   */
  Verdict look(Map<String, Node> kept, int stage, RuleInputs seen, boolean warmingUp) {
    Map<String, Node> tests = new TreeMap<>(kept);
    Map<String, HarmEvidence> evidence = new TreeMap<>();
    List<RuleReading> readings = new ArrayList<>();
    for (FamilyMember<?, ?> member : members) {
      Optional<Node> before = Optional.ofNullable(kept.get(member.name()));
      if (member.looksAt(stage, seen, warmingUp)) {
        FamilyMember.LookResult result = member.look(before, seen);
        result.state().ifPresent(state -> tests.put(member.name(), state));
        evidence.put(member.name(), result.evidence());
        readings.add(result.reading());
      } else {
        evidence.put(member.name(), member.idleEvidence(before, seen));
      }
    }
    return new Verdict(tests, readings, violated(readings, evidence));
  }

  private Optional<RuleReading> violated(
      List<RuleReading> readings, Map<String, HarmEvidence> evidence) {
    Comparator<RuleReading> strength = Comparator.comparingDouble(RuleReading::relativePValue);
    Optional<RuleReading> single = readings.stream().filter(RuleReading::harmful).min(strength);
    return single.isPresent() || !family.isHarmful(evidence)
        ? single
        : readings.stream().min(strength).filter(RuleReading::exceeded);
  }
}
