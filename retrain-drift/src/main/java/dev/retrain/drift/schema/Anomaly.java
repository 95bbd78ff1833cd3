package dev.retrain.drift.schema;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One rule that one column violates.
 *
 * <p>Of a sensitive column, {@code observed} and {@code expected} hold no values, {@code examples}
 * is empty, and {@code share} is absent where it would tell of fewer than ten rows.
 *
 * @param column the column's name
 * @param rule the rule violated
 * @param severity how bad it is
 * @param observed what was found, for people
 * @param expected what the schema allows, for people
 * @param share the share of rows concerned in 0 .. 1; absent where a rule is not about rows
 * @param examples the first few offending values, in row order where rows were at hand
 */
public record Anomaly(
    String column,
    SchemaRule rule,
    Severity severity,
    String observed,
    String expected,
    Optional<Double> share,
    List<String> examples) {
  /** Copies the examples. */
  public Anomaly {
    examples = List.copyOf(examples);
  }

  static Anomaly error(String column, SchemaRule rule, String observed, String expected) {
    return new Anomaly(
        column, rule, Severity.ERROR, observed, expected, Optional.empty(), List.of());
  }

  Anomaly withRows(double share, List<String> examples) {
    return new Anomaly(column, rule, severity, observed, expected, Optional.of(share), examples);
  }

  /** Returns one line for people, such as a log or a terminal. */
  @Override
  public String toString() {
    StringBuilder line =
        new StringBuilder(
            "%s, %s: %s, expected %s"
                .formatted(
                    column.isEmpty() ? "the data" : "column '" + column + "'",
                    rule.name().toLowerCase(Locale.ROOT),
                    observed,
                    expected));
    share.ifPresent(
        part -> line.append(String.format(Locale.ROOT, ", %.4g %% of rows", 100 * part)));
    if (!examples.isEmpty()) {
      line.append(", such as ").append(String.join(", ", examples));
    }
    return line.toString();
  }
}
