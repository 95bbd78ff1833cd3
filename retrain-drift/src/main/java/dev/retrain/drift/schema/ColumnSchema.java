package dev.retrain.drift.schema;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import java.util.List;
import java.util.Optional;

/**
 * What one column is expected to be.
 *
 * @param name the column's name
 * @param kind what its values are
 * @param role what it is for; never {@link ColumnRole#SENSITIVE}
 * @param sensitive whether nothing of its content may be shown
 * @param required whether it must be there
 * @param maxMissingRate the largest share of missing cells allowed, in 0 .. 1
 * @param finite whether NaN and infinities are anomalies
 * @param range where finite numbers must lie
 * @param domain the categories allowed
 * @param tolerance the share of rows that may lie outside range or domain, in 0 .. 1
 */
public record ColumnSchema(
    String name,
    ColumnKind kind,
    ColumnRole role,
    boolean sensitive,
    boolean required,
    double maxMissingRate,
    boolean finite,
    Optional<ValueRange> range,
    Optional<List<String>> domain,
    double tolerance) {

  /** Checks the shares and copies the domain. */
  public ColumnSchema {
    domain = domain.map(List::copyOf);
    if (!(maxMissingRate >= 0 && maxMissingRate <= 1) || !(tolerance >= 0 && tolerance <= 1)) {
      throw new IllegalArgumentException("shares lie in 0 .. 1");
    }
    if (role == ColumnRole.SENSITIVE) {
      throw new IllegalArgumentException("write sensitive: true beside the role");
    }
    if (range.isPresent() && kind != ColumnKind.NUMERIC) {
      throw new IllegalArgumentException("only a numeric column has a range");
    }
    if (domain.isPresent() && kind != ColumnKind.CATEGORICAL) {
      throw new IllegalArgumentException("only a categorical column has a domain");
    }
  }

  /** Returns an optional feature of this kind about which nothing else is demanded. */
  public static ColumnSchema of(String name, ColumnKind kind) {
    return new ColumnSchema(
        name,
        kind,
        ColumnRole.FEATURE,
        false,
        false,
        1,
        false,
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /** Returns this with another role. */
  public ColumnSchema role(ColumnRole role) {
    return new ColumnSchema(
        name, kind, role, sensitive, required, maxMissingRate, finite, range, domain, tolerance);
  }

  /** Returns this as a column whose content is shown or not. */
  public ColumnSchema sensitive(boolean sensitive) {
    return new ColumnSchema(
        name, kind, role, sensitive, required, maxMissingRate, finite, range, domain, tolerance);
  }

  /** Returns this as a column that must or need not be there. */
  public ColumnSchema required(boolean required) {
    return new ColumnSchema(
        name, kind, role, sensitive, required, maxMissingRate, finite, range, domain, tolerance);
  }

  /** Returns this with another allowed share of missing cells. */
  public ColumnSchema maxMissingRate(double rate) {
    return new ColumnSchema(
        name, kind, role, sensitive, required, rate, finite, range, domain, tolerance);
  }

  /** Returns this with NaN and infinities forbidden or not. */
  public ColumnSchema finite(boolean finite) {
    return new ColumnSchema(
        name, kind, role, sensitive, required, maxMissingRate, finite, range, domain, tolerance);
  }

  /** Returns this with a range. */
  public ColumnSchema range(double min, double max) {
    return new ColumnSchema(
        name,
        kind,
        role,
        sensitive,
        required,
        maxMissingRate,
        finite,
        Optional.of(new ValueRange(min, max)),
        domain,
        tolerance);
  }

  /** Returns this with a domain. */
  public ColumnSchema domain(List<String> categories) {
    return new ColumnSchema(
        name,
        kind,
        role,
        sensitive,
        required,
        maxMissingRate,
        finite,
        range,
        Optional.of(categories),
        tolerance);
  }

  /** Returns this with another share of rows that may lie outside range or domain. */
  public ColumnSchema tolerance(double share) {
    return new ColumnSchema(
        name, kind, role, sensitive, required, maxMissingRate, finite, range, domain, share);
  }
}
