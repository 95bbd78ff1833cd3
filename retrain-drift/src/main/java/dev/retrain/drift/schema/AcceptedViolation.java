package dev.retrain.drift.schema;

import java.util.Optional;

/**
 * Accepts a violation of a schema for the time being.
 *
 * @param column the column
 * @param rule the rule
 * @param maxShare the largest share of rows accepted; any if absent
 * @param reason why it is accepted
 */
public record AcceptedViolation(
    String column, SchemaRule rule, Optional<Double> maxShare, String reason) {

  /** Returns whether an anomaly is of this column and rule and concerns no more rows. */
  public boolean covers(Anomaly anomaly) {
    return column.equals(anomaly.column())
        && rule == anomaly.rule()
        && maxShare.map(most -> anomaly.share().orElse(0.0) <= most).orElse(true);
  }
}
