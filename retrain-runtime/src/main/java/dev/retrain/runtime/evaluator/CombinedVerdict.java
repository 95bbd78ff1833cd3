package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.Node;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.runtime.evidence.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Several verdicts made one, with the evidence of all. */
final class CombinedVerdict {

  private CombinedVerdict() {}

  /**
   * Promotes what all promote; one refusal refuses, then one doubt leaves it open.
   *
   * @param verdicts by who gave them, in order
   */
  static Verdict all(Map<String, Verdict> verdicts, Facts more) {
    Node.Mapping evidence = evidence(verdicts, more);
    if (has(verdicts, Verdict.Reject.class)) {
      return new Verdict.Reject(words(verdicts, Verdict.Reject.class), evidence);
    }
    return has(verdicts, Verdict.Undecided.class)
        ? new Verdict.Undecided(words(verdicts, Verdict.Undecided.class), evidence)
        : new Verdict.Promote(words(verdicts, Verdict.Promote.class), evidence);
  }

  /** Promotes what one promotes; one doubt leaves it open, and all must refuse to refuse. */
  static Verdict any(Map<String, Verdict> verdicts) {
    Node.Mapping evidence = evidence(verdicts, Facts.NONE);
    if (has(verdicts, Verdict.Promote.class)) {
      return new Verdict.Promote(words(verdicts, Verdict.Promote.class), evidence);
    }
    return has(verdicts, Verdict.Undecided.class)
        ? new Verdict.Undecided(words(verdicts, Verdict.Undecided.class), evidence)
        : new Verdict.Reject(words(verdicts, Verdict.Reject.class), evidence);
  }

  /** Verdicts by their number. */
  static Map<String, Verdict> numbered(List<Verdict> verdicts) {
    Map<String, Verdict> numbered = new LinkedHashMap<>();
    verdicts.forEach(verdict -> numbered.put(Integer.toString(numbered.size()), verdict));
    return numbered;
  }

  private static boolean has(Map<String, Verdict> verdicts, Class<? extends Verdict> kind) {
    return verdicts.values().stream().anyMatch(kind::isInstance);
  }

  private static String words(Map<String, Verdict> verdicts, Class<? extends Verdict> kind) {
    return verdicts.entrySet().stream()
        .filter(one -> kind.isInstance(one.getValue()))
        .map(one -> name(one.getKey()) + one.getValue().why())
        .collect(Collectors.joining("; "));
  }

  /** Numbers say nothing to people. */
  private static String name(String key) {
    return Character.isDigit(key.charAt(0)) ? "" : key + ": ";
  }

  private static Node.Mapping evidence(Map<String, Verdict> verdicts, Facts more) {
    Map<String, Node> parts = new LinkedHashMap<>();
    verdicts.forEach((who, verdict) -> parts.put(who, part(verdict)));
    return more.with("parts", Node.of(parts)).toNode();
  }

  private static Node part(Verdict verdict) {
    String word =
        verdict instanceof Verdict.Promote
            ? "promote"
            : verdict instanceof Verdict.Reject ? "reject" : "undecided";
    return Facts.NONE
        .with("verdict", word)
        .with("why", verdict.why())
        .and(verdict.evidence())
        .toNode();
  }
}
