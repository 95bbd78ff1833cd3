package dev.retrain.drift.detect;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.CellText;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.CategoricalProfile;
import dev.retrain.drift.profile.ColumnProfile;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.RowKeys;
import dev.retrain.drift.profile.SensitiveProfile;
import dev.retrain.drift.stat.MissingRate;
import dev.retrain.drift.stat.MissingRateTest;
import dev.retrain.drift.stat.Statistic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Compares current data with a reference fitted once: the way into this package.
 *
 * <pre>{@code
 * DriftReport report = DriftDetector.against(reference, DriftPolicy.standard()).check(current);
 * }</pre>
 *
 * <p>Columns of role feature, prediction and target are tested, timestamps by what is missing only;
 * columns of role id and time are not, nor those with another value in nearly every row. Immutable,
 * so threads may share it; columns are worked on in parallel.
 */
public final class DriftDetector {

  /** One column of the reference. */
  private record Tested(
      String name, ColumnRole role, boolean sensitive, ColumnReference reference, String oddCell) {}

  private final List<Tested> columns;
  private final long rows;
  private final List<String> excluded;
  private final List<String> referenceNotes;
  private final DriftPolicy policy;
  private final Detail detail;

  private DriftDetector(
      List<Tested> columns,
      List<String> excluded,
      List<String> referenceNotes,
      long rows,
      DriftPolicy policy,
      Detail detail) {
    this.referenceNotes = List.copyOf(referenceNotes);
    this.columns = List.copyOf(columns);
    this.excluded = List.copyOf(excluded);
    this.rows = rows;
    this.policy = policy;
    this.detail = policy.needsDistances() ? Detail.FULL : detail;
  }

  /** Fits a data set as the reference: every measure is exact. Keeps one copy of its columns. */
  public static DriftDetector against(Dataset reference, DriftPolicy policy) {
    RowOrder order = RowOrder.of(reference);
    List<String> excluded = nearlyUnique(reference);
    List<Tested> columns =
        reference.names().stream()
            .filter(name -> isReported(reference.role(name)))
            .filter(name -> !excluded.contains(name))
            .toList()
            .parallelStream()
            .map(name -> fit(name, reference, order))
            .toList();
    return new DriftDetector(
        columns, excluded, reference.notes(), reference.rows(), policy, Detail.FULL);
  }

  /** Returns the columns that are left out since no later sample repeats their values. */
  static List<String> nearlyUnique(Dataset reference) {
    return reference.names().stream()
        .filter(name -> isTested(reference.role(name), reference.column(name).kind()))
        .filter(name -> isExcludable(name, reference.roles()))
        .filter(name -> RowKeys.isNearlyUnique(reference.column(name)))
        .toList();
  }

  /** A column that was given its role is tested whatever it looks like. */
  private static boolean isExcludable(String name, Roles roles) {
    return !roles.byName().containsKey(name);
  }

  private static Tested fit(String name, Dataset reference, RowOrder order) {
    ColumnReference fitted = ColumnReference.of(reference.column(name), order);
    String odd =
        reference.column(name) instanceof CategoricalColumn cells
            ? OddCell.of(cells).map(OddCell::toString).orElse("")
            : "";
    return new Tested(name, reference.role(name), reference.isSensitive(name), fitted, odd);
  }

  /**
   * Takes a profile as the reference: PSI and the categorical measures are exact, the KS statistic
   * and the distances have the error of the profile's sketch, which the KS p-value allows for.
   */
  public static DriftDetector against(Profile reference, DriftPolicy policy) {
    List<Tested> columns = new ArrayList<>();
    List<String> excluded = new ArrayList<>();
    reference
        .columns()
        .forEach(
            (name, profile) -> {
              ColumnRole role = reference.roles().role(name);
              if (isExcluded(name, profile, reference.roles())) {
                excluded.add(name);
              } else if (isReported(role)) {
                boolean sensitive = reference.roles().isSensitive(name);
                columns.add(new Tested(name, role, sensitive, ColumnReference.of(profile), ""));
              }
            });
    return new DriftDetector(columns, excluded, List.of(), reference.rows(), policy, Detail.FULL);
  }

  /**
   * Returns whether a profiled column is left out: nearly every row has another value, or there are
   * so many categories that none of those the profile kept can be compared by name.
   */
  static boolean isExcluded(String name, ColumnProfile profile, Roles roles) {
    boolean tooMany =
        profile instanceof CategoricalProfile categories
            && !categories.isComplete()
            && categories.comparableCounts().isEmpty();
    return isTested(roles.role(name), profile.kind())
        && isExcludable(name, roles)
        && (tooMany || RowKeys.isNearlyUnique(profile));
  }

  /** Returns whether the values of columns of this role and kind are compared. */
  static boolean isTested(ColumnRole role, ColumnKind kind) {
    return isReported(role) && kind != ColumnKind.TIMESTAMP;
  }

  /** Returns whether columns of this role are in a report: of times, how many are missing is. */
  private static boolean isReported(ColumnRole role) {
    return role == ColumnRole.FEATURE || role == ColumnRole.PREDICTION || role == ColumnRole.TARGET;
  }

  /**
   * Returns a copy of the detector measuring more or less; {@link Detail#FULL} unless told
   * otherwise. A policy with limits on distances is always measured in full.
   */
  public DriftDetector with(Detail wanted) {
    return new DriftDetector(columns, excluded, referenceNotes, rows, policy, wanted);
  }

  /** Returns the policy it judges by. */
  public DriftPolicy policy() {
    return policy;
  }

  /** Returns the columns it tests, in the order of the reference. */
  public List<String> columns() {
    return columns.stream().map(Tested::name).toList();
  }

  /**
   * Checks one window on its own: any drift asks for retraining.
   *
   * @throws DataProblem naming every column that is missing or of another kind
   */
  public DriftReport check(Dataset current) {
    return policy.judge(measure(current));
  }

  /**
   * Checks one window with the memory of earlier ones: retraining is asked for as the policy's
   * windows and cool-down say.
   *
   * @throws DataProblem naming every column that is missing or of another kind
   */
  public DriftStep check(Dataset current, DriftState before) {
    return policy.next(before, measure(current));
  }

  /**
   * Measures a window without judging it.
   *
   * @throws DataProblem naming every column that is missing or of another kind
   */
  public WindowMeasures measure(Dataset current) {
    List<String> notes = new ArrayList<>(referenceNotes);
    notes.addAll(current.notes());
    List<Tested> comparable = comparable(current, notes);
    RowOrder order = RowOrder.of(current);
    List<FeatureMeasures> features =
        comparable.parallelStream()
            .map(
                column -> {
                  Column values = current.column(column.name());
                  FeatureMeasures measured =
                      column
                          .reference()
                          .measure(
                              column.name(), column.role(), new Current(values, order, detail));
                  boolean hidden = column.sensitive() || current.isSensitive(column.name());
                  return hidden ? withheld(measured, current.rows()) : measured;
                })
            .toList();
    return new WindowMeasures(rows, current.rows(), features, notes);
  }

  /**
   * Returns what may be shown of a sensitive column: no category, no distance in the unit of its
   * values, and its missing rate as none or all while fewer than ten rows are missing or present,
   * since a smaller cell could point at single persons.
   */
  private FeatureMeasures withheld(FeatureMeasures measured, long currentRows) {
    Statistic<MissingRateTest> rounded =
        measured.missing().asOptional().isEmpty()
            ? measured.missing()
            : MissingRate.test(
                withoutSmallCell(measured.missing().orElseThrow().reference(), rows),
                rows,
                withoutSmallCell(measured.missing().orElseThrow().current(), currentRows),
                currentRows);
    return new FeatureMeasures(
        measured.name(),
        measured.kind(),
        measured.role(),
        measured.distribution().withoutValues(),
        rounded,
        measured.significance());
  }

  private static long withoutSmallCell(double share, long rows) {
    long missing = Math.round(share * rows);
    if (SensitiveProfile.isTooSmall(missing)) {
      return 0;
    }
    return SensitiveProfile.isTooSmall(rows - missing) ? rows : missing;
  }

  private List<Tested> comparable(Dataset current, List<String> notes) {
    List<String> problems = new ArrayList<>();
    List<Tested> comparable = new ArrayList<>();
    for (Tested column : columns) {
      String name = column.name();
      if (current.has(name)) {
        mismatch(column, current).ifPresent(problems::add);
        comparable.add(column);
      } else if (column.reference().kind() == ColumnKind.TIMESTAMP) {
        notes.add(
            "time column '"
                + name
                + "' is in the reference, not in the current data, and was not"
                + " tested");
      } else if (column.role() == ColumnRole.TARGET) {
        notes.add("target '" + name + "' is not in the current data and was not tested");
      } else {
        problems.add("column '" + name + "' is in the reference, not in the current data");
      }
    }
    if (!problems.isEmpty()) {
      throw new DataProblem("cannot compare with the reference: " + String.join("; ", problems));
    }
    noteExcluded(notes);
    noteUnknown(current, notes);
    noteKeys(comparable, current, notes);
    noteOddCells(comparable, current, notes);
    return comparable;
  }

  /** Returns why a column cannot be compared, with the first cell to blame. */
  private static Optional<String> mismatch(Tested column, Dataset current) {
    Column found = current.column(column.name());
    boolean hidden = column.sensitive() || current.isSensitive(column.name());
    return column
        .reference()
        .mismatch(column.name(), found)
        .map(why -> why + firstUnfit(found, column.reference().kind(), hidden));
  }

  private static String firstUnfit(Column found, ColumnKind expected, boolean hidden) {
    OptionalInt row =
        found instanceof CategoricalColumn cells ? cells.firstNot(expected) : OptionalInt.empty();
    if (row.isEmpty()) {
      return "";
    }
    String text = found.text(row.getAsInt());
    String cell = hidden ? "a value (withheld, the column is sensitive)" : CellText.quoted(text);
    return ", row %d holds %s".formatted(row.getAsInt() + 1, cell);
  }

  private void noteExcluded(List<String> notes) {
    excluded.forEach(
        name ->
            notes.add(
                "column '"
                    + name
                    + "' has too many distinct values to be compared, as keys and texts have, and"
                    + " was not tested. Give it the role id or time, or feature to test it"
                    + " anyway"));
  }

  private void noteUnknown(Dataset current, List<String> notes) {
    Set<String> known = new HashSet<>(columns());
    known.addAll(excluded);
    current.names().stream()
        .filter(name -> isReported(current.role(name)))
        .filter(name -> !known.contains(name))
        .forEach(name -> notes.add("column '" + name + "' is not in the reference, not tested"));
  }

  /** Names the cell that turned a column of numbers, truth values or times into categories. */
  private static void noteOddCells(List<Tested> comparable, Dataset current, List<String> notes) {
    for (Tested column : comparable) {
      boolean hidden = column.sensitive() || current.isSensitive(column.name());
      String odd = column.oddCell();
      if (!odd.isEmpty() && !hidden) {
        notes.add("column '" + column.name() + "' of the reference " + odd);
      }
      if (current.column(column.name()) instanceof CategoricalColumn cells && !hidden) {
        OddCell.of(cells)
            .ifPresent(
                cell -> notes.add("column '" + column.name() + "' of the current data " + cell));
      }
    }
  }

  private static void noteKeys(List<Tested> comparable, Dataset current, List<String> notes) {
    comparable.stream()
        .filter(column -> column.role() == ColumnRole.FEATURE)
        .filter(column -> KeyLike.test(current.column(column.name())))
        .forEach(
            column ->
                notes.add(
                    "column '"
                        + column.name()
                        + "' has another value in every row, as keys and times have: with the role"
                        + " id or time it is not tested"));
  }
}
