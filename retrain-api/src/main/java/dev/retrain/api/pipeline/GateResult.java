package dev.retrain.api.pipeline;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a gate said about the metrics of one run.
 *
 * @param passed whether every part holds
 * @param parts one line per part of the condition, with the number seen
 * @param metrics what was judged
 */
public record GateResult(boolean passed, List<Part> parts, Map<String, Double> metrics) {

  /**
   * One part of a condition.
   *
   * @param condition the part in words
   * @param holds whether it holds
   * @param seen the number seen in words, {@code missing} when there was none
   */
  public record Part(String condition, boolean holds, String seen) {
    @Override
    public String toString() {
      return condition + (holds ? " holds (" : " does not hold (") + seen + ")";
    }
  }

  /** Copies the collections. */
  public GateResult {
    parts = List.copyOf(parts);
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  static GateResult of(Condition condition, Map<String, Double> metrics) {
    List<Part> parts = condition.parts().stream().map(part -> judge(part, metrics)).toList();
    return new GateResult(parts.stream().allMatch(Part::holds), parts, metrics);
  }

  private static Part judge(Condition part, Map<String, Double> metrics) {
    return part.accept(
        new Condition.Visitor<Part>() {
          @Override
          public Part atLeast(Condition.AtLeast condition) {
            Double value = metrics.get(condition.metric());
            return part(part, value != null && value >= condition.threshold(), value);
          }

          @Override
          public Part atMost(Condition.AtMost condition) {
            Double value = metrics.get(condition.metric());
            return part(part, value != null && value <= condition.threshold(), value);
          }

          @Override
          public Part notWorseThanChampion(Condition.NotWorseThanChampion condition) {
            Double value = metrics.get(condition.gainMetric());
            return part(part, value != null && value >= condition.threshold(), value);
          }

          @Override
          public Part all(Condition.All condition) {
            throw new IllegalStateException("parts are never conjunctions");
          }
        });
  }

  private static Part part(Condition condition, boolean holds, @Nullable Double value) {
    return new Part(condition.toString(), holds, value == null ? "missing" : readable(value));
  }

  /** Rounds to six digits, enough to read; the exact value is in the metrics. */
  private static String readable(double value) {
    BigDecimal rounded = new BigDecimal(Double.toString(value)).round(new MathContext(6));
    return Double.toString(rounded.doubleValue());
  }

  /** Returns the reason in one sentence: the parts that decided. */
  public String why() {
    return parts.stream()
        .filter(part -> passed || !part.holds())
        .map(Part::toString)
        .collect(Collectors.joining("; "));
  }
}
