package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of a gate for the metrics of one run.
 *
 * @param outcome of the whole condition
 * @param parts one per part of the conjunction, with the numbers compared
 * @param metrics what was judged
 */
public record GateResult(Outcome outcome, List<Part> parts, Map<String, Double> metrics) {

  /** The three results of a condition. */
  public enum Outcome {
    /** The condition holds: the model is registered. */
    PASSED("holds"),

    /** The condition does not hold. */
    REJECTED("does not hold"),

    /** A metric that would decide is missing. */
    UNDECIDED("is undecided");

    private final String verb;

    Outcome(String verb) {
      this.verb = verb;
    }
  }

  /**
   * One part of a condition.
   *
   * @param condition the part as text
   * @param outcome whether it holds
   * @param seen the numbers compared as text, {@code missing} where there was none
   */
  public record Part(String condition, Outcome outcome, String seen) {

    /** Checks that nothing is missing. */
    public Part {
      requireNonNull(condition);
      requireNonNull(outcome);
      requireNonNull(seen);
    }

    /** Returns whether the part holds. */
    public boolean holds() {
      return outcome == Outcome.PASSED;
    }

    @Override
    public String toString() {
      return condition + " " + outcome.verb + " (" + seen + ")";
    }
  }

  /** Copies the collections. */
  public GateResult {
    requireNonNull(outcome);
    parts = List.copyOf(parts);
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  static GateResult of(Condition condition, Map<String, Double> metrics) {
    ConditionEvaluation evaluation = new ConditionEvaluation(metrics);
    List<Part> parts = condition.parts().stream().map(evaluation::part).toList();
    return new GateResult(condition.accept(evaluation), parts, metrics);
  }

  /** Returns whether the condition holds; only then is the model registered. */
  public boolean passed() {
    return outcome == Outcome.PASSED;
  }

  /** Returns the reason in one sentence: the parts that decided. */
  public String why() {
    return parts.stream()
        .filter(part -> part.outcome() == outcome)
        .map(Part::toString)
        .collect(Collectors.joining("; "));
  }
}
