package dev.retrain.drift.schema;

import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.SensitiveProfile;
import dev.retrain.drift.schema.ObservedColumn.Offending;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks columns against a schema; one use per validation. */
final class Validator {
  private static final String WITHHELD = "withheld, the column is sensitive";

  private final Schema schema;
  private final Roles roles;
  private final List<Anomaly> anomalies = new ArrayList<>();

  Validator(Schema schema, Roles roles) {
    this.schema = schema;
    this.roles = schema.roles().with(roles);
  }

  List<Anomaly> validate(Map<String, ColumnFindings> observed) {
    Set<String> known = new HashSet<>();
    for (ColumnSchema column : schema.columns()) {
      known.add(column.name());
      ColumnFindings seen = observed.get(column.name());
      if (seen != null) {
        validate(column, seen);
      } else if (column.required()) {
        add(
            Anomaly.error(
                column.name(), SchemaRule.PRESENCE, "no such column", "a required column"));
      }
    }
    if (!observed.isEmpty() && observed.values().stream().allMatch(seen -> seen.rows() == 0)) {
      add(
          new Anomaly(
              "",
              SchemaRule.PRESENCE,
              Severity.WARNING,
              "no rows",
              "rows",
              Optional.empty(),
              List.of()));
    }
    observed.forEach(
        (name, column) -> {
          if (!known.contains(name)) {
            String kind = "a " + column.kind().label() + " column";
            add(Anomaly.error(name, SchemaRule.UNEXPECTED_COLUMN, kind, "no column of this name"));
          }
        });
    return List.copyOf(anomalies);
  }

  private void validate(ColumnSchema column, ColumnFindings seen) {
    missingRate(column, seen);
    if (!seen.fits()) {
      type(column, seen);
      return;
    }
    offending(column, SchemaRule.FINITE, "finite numbers", seen, seen.notFinite(), 0);
    double tolerance = column.tolerance();
    String range = column.range().map(ValueRange::toString).orElse("");
    offending(column, SchemaRule.RANGE, range, seen, seen.outsideRange(), tolerance);
    String domain = column.domain().map(Validator::domainText).orElse("");
    offending(column, SchemaRule.DOMAIN, domain, seen, seen.outsideDomain(), tolerance);
  }

  private static String domainText(List<String> domain) {
    String first = String.join(", ", domain.subList(0, Math.min(10, domain.size())));
    return domain.size() <= 10
        ? "one of " + first
        : "one of %d categories (%s, ...)".formatted(domain.size(), first);
  }

  private void missingRate(ColumnSchema column, ColumnFindings seen) {
    double rate = seen.rows() == 0 ? 0 : (double) seen.missing() / seen.rows();
    if (rate <= column.maxMissingRate()) {
      return;
    }
    boolean hidden = isSensitive(column) && isSmall(seen.missing(), seen);
    Anomaly anomaly =
        Anomaly.error(
            column.name(),
            SchemaRule.MISSING_RATE,
            hidden ? WITHHELD : String.format(Locale.ROOT, "missing rate %.4g", rate),
            String.format(Locale.ROOT, "at most %.4g", column.maxMissingRate()));
    add(hidden ? anomaly : anomaly.withRows(rate, List.of()));
  }

  private void type(ColumnSchema column, ColumnFindings seen) {
    Offending cells = seen.notOfKind();
    Anomaly anomaly =
        Anomaly.error(column.name(), SchemaRule.TYPE, seen.kind().label(), column.kind().label());
    add(cells.rows() == 0 ? anomaly : shown(anomaly, column, seen, cells));
  }

  private void offending(
      ColumnSchema column,
      SchemaRule rule,
      String expected,
      ColumnFindings seen,
      Offending cells,
      double tolerance) {
    if (cells.rows() == 0 || cells.rows() <= tolerance * seen.rows()) {
      return;
    }
    boolean hidden = isSensitive(column);
    String observed = hidden ? WITHHELD : outside(cells.rows());
    Anomaly anomaly = Anomaly.error(column.name(), rule, observed, hidden ? WITHHELD : expected);
    add(shown(anomaly, column, seen, cells));
  }

  private static String outside(long rows) {
    return rows == 1 ? "1 row outside" : rows + " rows outside";
  }

  private Anomaly shown(
      Anomaly anomaly, ColumnSchema column, ColumnFindings seen, Offending cells) {
    if (isSensitive(column)) {
      Optional<Double> share =
          isSmall(cells.rows(), seen)
              ? Optional.empty()
              : Optional.of((double) cells.rows() / seen.rows());
      return new Anomaly(
          anomaly.column(),
          anomaly.rule(),
          anomaly.severity(),
          anomaly.observed(),
          anomaly.expected(),
          share,
          List.of());
    }
    return anomaly.withRows((double) cells.rows() / seen.rows(), cells.examples());
  }

  /** A group, or what is left beside it, of fewer than ten rows. */
  private static boolean isSmall(long rows, ColumnFindings seen) {
    return SensitiveProfile.isTooSmall(rows) || SensitiveProfile.isTooSmall(seen.rows() - rows);
  }

  private boolean isSensitive(ColumnSchema column) {
    return roles.isSensitive(column.name());
  }

  private void add(Anomaly anomaly) {
    anomalies.add(anomaly);
  }
}
