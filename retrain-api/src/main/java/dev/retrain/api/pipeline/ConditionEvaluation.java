package dev.retrain.api.pipeline;

import dev.retrain.api.pipeline.GateResult.Outcome;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluates a condition on metrics in three-valued logic. */
record ConditionEvaluation(Map<String, Double> metrics) implements Condition.Visitor<Outcome> {

  GateResult.Part part(Condition condition) {
    List<Condition> comparisons = condition.comparisons();
    String seen =
        comparisons.size() == 1
            ? seen(value(comparisons.get(0)))
            : comparisons.stream()
                .map(comparison -> keyOf(comparison) + " " + seen(value(comparison)))
                .distinct()
                .collect(Collectors.joining(", "));
    return new GateResult.Part(condition.toString(), condition.accept(this), seen);
  }

  @Override
  public Outcome atLeast(Condition.AtLeast condition) {
    Double value = value(condition);
    return value == null ? Outcome.UNDECIDED : outcome(value >= condition.threshold());
  }

  @Override
  public Outcome atMost(Condition.AtMost condition) {
    Double value = value(condition);
    return value == null ? Outcome.UNDECIDED : outcome(value <= condition.threshold());
  }

  @Override
  public Outcome notWorseThanChampion(Condition.NotWorseThanChampion condition) {
    return atLeast(condition.asComparison());
  }

  @Override
  public Outcome all(Condition.All condition) {
    return strongest(condition.conditions(), Outcome.REJECTED, Outcome.PASSED);
  }

  @Override
  public Outcome any(Condition.Any condition) {
    return strongest(condition.conditions(), Outcome.PASSED, Outcome.REJECTED);
  }

  /** The deciding outcome if one part has it, else undecided if one part is, else the other. */
  private Outcome strongest(List<Condition> conditions, Outcome deciding, Outcome otherwise) {
    List<Outcome> outcomes = conditions.stream().map(part -> part.accept(this)).toList();
    if (outcomes.contains(deciding)) {
      return deciding;
    }
    return outcomes.contains(Outcome.UNDECIDED) ? Outcome.UNDECIDED : otherwise;
  }

  private static Outcome outcome(boolean holds) {
    return holds ? Outcome.PASSED : Outcome.REJECTED;
  }

  private @Nullable Double value(Condition comparison) {
    return metrics.get(keyOf(comparison));
  }

  private static String keyOf(Condition comparison) {
    if (comparison instanceof Condition.NotWorseThanChampion against) {
      return keyOf(against.asComparison());
    }
    if (comparison instanceof Condition.AtLeast least) {
      return GateMetrics.key(least.from(), least.metric());
    }
    Condition.AtMost most = (Condition.AtMost) comparison;
    return GateMetrics.key(most.from(), most.metric());
  }

  private static String seen(@Nullable Double value) {
    return Optional.ofNullable(value).map(ConditionEvaluation::rounded).orElse("missing");
  }

  /** Rounds to six digits, enough to read; the exact value is in the metrics. */
  private static String rounded(double value) {
    BigDecimal rounded = new BigDecimal(Double.toString(value)).round(new MathContext(6));
    return Double.toString(rounded.doubleValue());
  }
}
