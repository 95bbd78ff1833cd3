package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Columns of equal length, by name and in order, with their roles; immutable and safe to share
 * between threads.
 */
public final class Dataset {
  private final Map<String, Column> columns;
  private final Roles roles;
  private final int rows;
  private final List<String> notes;

  private Dataset(Map<String, Column> columns, Roles roles) {
    this(columns, roles, List.of());
  }

  private Dataset(Map<String, Column> columns, Roles roles, List<String> notes) {
    this.notes = List.copyOf(notes);
    this.columns = columns;
    this.roles = roles;
    this.rows = columns.values().stream().mapToInt(Column::rows).findFirst().orElse(0);
    columns.forEach(this::requireSameLength);
  }

  private void requireSameLength(String name, Column column) {
    if (column.rows() != rows) {
      throw new IllegalArgumentException(
          "column '%s' has %d rows, the columns before it %d".formatted(name, column.rows(), rows));
    }
  }

  /**
   * Returns a data set of these columns, in the map's order, all features.
   *
   * @throws IllegalArgumentException if the columns differ in length
   */
  public static Dataset of(Map<String, ? extends Column> columns) {
    return of(columns, Roles.NONE);
  }

  /** Returns a data set of these columns with roles; a role of a column that is absent is kept. */
  public static Dataset of(Map<String, ? extends Column> columns, Roles roles) {
    return new Dataset(Collections.unmodifiableMap(new LinkedHashMap<>(columns)), roles);
  }

  /** Starts a data set made of arrays. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a data set made of rows.
   *
   * @param rows one map per row, column name to value: a {@link Number}, {@link Boolean}, {@link
   *     Instant} or {@link CharSequence}; an absent key or {@code null} is missing. The kind of a
   *     column is that of its values
   * @throws DataProblem if the values of one column are of different kinds, naming row and column
   */
  public static Dataset ofRows(List<? extends Map<String, ? extends @Nullable Object>> rows) {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.keySet()));
    Map<String, Column> columns = new LinkedHashMap<>();
    for (String name : names) {
      columns.put(name, RowValues.column(name, rows));
    }
    return of(columns);
  }

  /**
   * Reads a whole file with {@link ReadOptions#standard()}.
   *
   * @see #read(Path, ReadOptions)
   */
  public static Dataset read(Path file) {
    return read(file, ReadOptions.standard());
  }

  /**
   * Reads a whole file; its name's ending tells the format: {@code .csv} and {@code .tsv} always,
   * {@code .parquet} with retrain-parquet on the class path.
   *
   * <p>A kind that was inferred from the first block of a CSV file and is contradicted further down
   * becomes categorical (see {@link ReadOptions#widening}).
   *
   * @throws DataProblem if the file cannot be read, naming file, row and column where they are
   *     known
   */
  public static Dataset read(Path file, ReadOptions options) {
    return options.widening(widened -> Formats.reading(file, format -> format.read(file, widened)));
  }

  /**
   * Reads files that are parts of one data set, in this order.
   *
   * <p>A kind that was inferred and is contradicted, by whichever file, becomes categorical in all.
   *
   * @param files at least one, all of the same columns
   * @throws DataProblem if one cannot be read or their columns differ, naming the file
   */
  public static Dataset read(List<Path> files, ReadOptions options) {
    return options.widening(
        widened -> {
          List<Dataset> parts = new ArrayList<>();
          stream(files, widened, parts::add);
          return BatchJoin.join(parts);
        });
  }

  /**
   * Hands files that are parts of one data set over batch by batch, as {@link #stream(Path,
   * ReadOptions, Consumer)} does one; the kinds of the first hold for all.
   *
   * @param files at least one, all of the same columns
   * @return the number of rows
   * @throws DataProblem if one cannot be read or their columns differ, naming the file
   */
  public static long stream(List<Path> files, ReadOptions options, Consumer<Dataset> batches) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("at least one file is needed");
    }
    return new PartFiles(files, options, batches).stream();
  }

  /**
   * Hands a file over batch by batch, in order, on the calling thread, in memory that does not grow
   * with the file.
   *
   * <p>Kinds are inferred from the first block; a cell further down that contradicts them is an
   * error, since earlier batches cannot be taken back: give such a column its kind in the options,
   * or let {@link ReadOptions#widening} begin anew.
   *
   * @return the number of rows
   * @throws DataProblem if the file cannot be read, naming file, row and column where they are
   *     known
   */
  public static long stream(Path file, ReadOptions options, Consumer<Dataset> batches) {
    return Formats.reading(file, format -> format.stream(file, options, batches));
  }

  /**
   * Writes this data set as CSV, whole or not at all; reading it back gives the same cells.
   *
   * @throws DataProblem if it cannot be written
   */
  public void writeCsv(Path file) {
    CsvFile.write(this, file);
  }

  /** Returns what was left out when this was read, and why; for people. */
  public List<String> notes() {
    return notes;
  }

  /** Returns this data set with other notes. */
  public Dataset withNotes(List<String> notes) {
    return new Dataset(columns, roles, notes);
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the columns by name, in order. */
  public Map<String, Column> columns() {
    return columns;
  }

  /** Returns the column names, in order. */
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** Returns the names of the columns of a role, in order. */
  public List<String> names(ColumnRole role) {
    return columns.keySet().stream().filter(name -> roles.has(name, role)).toList();
  }

  /** Returns whether there is a column of this name. */
  public boolean has(String name) {
    return columns.containsKey(name);
  }

  /**
   * Returns the column of this name.
   *
   * @throws DataProblem if there is none, listing those there are
   */
  public Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new DataProblem("no column '%s'; there are %s".formatted(name, columns.keySet()));
    }
    return column;
  }

  /**
   * Returns the numeric column of this name.
   *
   * @throws DataProblem if there is none or it is of another kind
   */
  public NumericColumn numeric(String name) {
    return ofKind(name, NumericColumn.class, ColumnKind.NUMERIC);
  }

  /**
   * Returns the categorical column of this name.
   *
   * @throws DataProblem if there is none or it is of another kind
   */
  public CategoricalColumn categorical(String name) {
    return ofKind(name, CategoricalColumn.class, ColumnKind.CATEGORICAL);
  }

  /**
   * Returns the boolean column of this name.
   *
   * @throws DataProblem if there is none or it is of another kind
   */
  public BooleanColumn bool(String name) {
    return ofKind(name, BooleanColumn.class, ColumnKind.BOOLEAN);
  }

  /**
   * Returns the timestamp column of this name.
   *
   * @throws DataProblem if there is none or it is of another kind
   */
  public TimestampColumn timestamp(String name) {
    return ofKind(name, TimestampColumn.class, ColumnKind.TIMESTAMP);
  }

  private <C extends Column> C ofKind(String name, Class<C> type, ColumnKind kind) {
    Column column = column(name);
    if (!type.isInstance(column)) {
      throw new DataProblem(
          "column '%s' is %s, not %s".formatted(name, column.kind().label(), kind.label()));
    }
    return type.cast(column);
  }

  /** Returns the roles of the columns. */
  public Roles roles() {
    return roles;
  }

  /** Returns the role of a column: {@link ColumnRole#FEATURE} unless another was given. */
  public ColumnRole role(String name) {
    return roles.role(name);
  }

  /** Returns whether nothing of this column's content may be shown. */
  public boolean isSensitive(String name) {
    return roles.isSensitive(name);
  }

  /**
   * Returns how to read data that is to be compared with this: its kinds, giving way where a cell
   * does not fit, and its roles.
   */
  public ReadOptions readOptions() {
    Map<String, ColumnKind> kinds = new LinkedHashMap<>();
    columns.forEach((name, column) -> kinds.put(name, column.kind()));
    return ReadOptions.standard().preferredKinds(kinds).roles(roles);
  }

  /** Returns this data set with other roles. */
  public Dataset withRoles(Roles roles) {
    return new Dataset(columns, roles, notes);
  }

  /**
   * Returns this data set with a role given to a column; {@link ColumnRole#SENSITIVE} is added to
   * the role it has, any other role replaces it.
   *
   * @throws DataProblem if there is no such column
   */
  public Dataset withRole(String name, ColumnRole role) {
    column(name);
    return new Dataset(columns, roles.with(name, role), notes);
  }

  /** Returns this data set with one column added at the end, or replaced where it stands. */
  public Dataset with(String name, Column column) {
    Map<String, Column> changed = new LinkedHashMap<>(columns);
    changed.put(name, column);
    return of(changed, roles);
  }

  /**
   * Returns only the named columns, in the order given.
   *
   * @throws DataProblem if one of them is absent
   */
  public Dataset keep(Collection<String> names) {
    Map<String, Column> kept = new LinkedHashMap<>();
    names.forEach(name -> kept.put(name, column(name)));
    return of(kept, roles);
  }

  /** Returns the given rows, in that order; a row may occur more than once. */
  public Dataset select(int[] rows) {
    return map(column -> column.select(rows));
  }

  /** Returns the rows from {@code from} (inclusive) to {@code to} (exclusive). */
  public Dataset slice(int from, int to) {
    return map(column -> column.slice(from, to));
  }

  /**
   * Returns the rows whose time lies from {@code from} (inclusive) to {@code to} (exclusive); rows
   * without a time are left out.
   *
   * @param timeColumn the name of a timestamp column
   * @throws DataProblem if there is no such timestamp column
   */
  public Dataset between(String timeColumn, Instant from, Instant to) {
    TimestampColumn times = timestamp(timeColumn);
    long low = TimestampColumn.micros(from);
    long high = TimestampColumn.micros(to);
    return select(
        IntStream.range(0, rows)
            .filter(row -> !times.isMissing(row))
            .filter(row -> times.epochMicros()[row] >= low && times.epochMicros()[row] < high)
            .toArray());
  }

  /**
   * Returns the rows of this data set followed by those of another; the roles are this one's.
   *
   * @throws DataProblem if a column is missing on one side or the kinds differ, naming the column
   */
  public Dataset append(Dataset other) {
    if (!columns.keySet().equals(other.columns.keySet())) {
      throw new DataProblem(
          "cannot append columns %s to columns %s".formatted(other.names(), names()));
    }
    Map<String, Column> joined = new LinkedHashMap<>();
    columns.forEach((name, column) -> joined.put(name, append(name, column, other.column(name))));
    return of(joined, roles);
  }

  private static Column append(String name, Column first, Column second) {
    if (first.kind() != second.kind()) {
      throw new DataProblem(
          "column '%s' is %s on one side and %s on the other"
              .formatted(name, first.kind().label(), second.kind().label()));
    }
    return first.append(second);
  }

  private Dataset map(UnaryOperator<Column> change) {
    Map<String, Column> changed = new LinkedHashMap<>();
    columns.forEach((name, column) -> changed.put(name, change.apply(column)));
    return of(changed, roles);
  }

  @Override
  public String toString() {
    return rows + " rows of " + columns.keySet();
  }

  /** Collects columns from arrays; not safe for use by several threads. */
  public static final class Builder {
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final List<Map.Entry<String, ColumnRole>> given = new ArrayList<>();

    private Builder() {}

    /** Adds a numeric column; the array is shared, not copied. */
    public Builder numeric(String name, double... values) {
      return column(name, NumericColumn.of(values));
    }

    /** Adds a categorical column; {@code null} is missing. */
    public Builder categorical(String name, @Nullable String... values) {
      return column(name, CategoricalColumn.ofNullable(Arrays.asList(values)));
    }

    /** Adds a boolean column; the array is shared, not copied. */
    public Builder bool(String name, boolean... values) {
      return column(name, BooleanColumn.of(values));
    }

    /** Adds a timestamp column; {@code null} is missing. */
    public Builder timestamp(String name, @Nullable Instant... values) {
      return column(name, TimestampColumn.ofNullable(Arrays.asList(values)));
    }

    /** Adds a column. */
    public Builder column(String name, Column column) {
      if (columns.putIfAbsent(name, column) != null) {
        throw new IllegalArgumentException("column '" + name + "' is there already");
      }
      return this;
    }

    /** Gives a column a role. */
    public Builder role(String name, ColumnRole role) {
      given.add(Map.entry(name, role));
      return this;
    }

    /**
     * Returns the data set.
     *
     * @throws IllegalArgumentException if the columns differ in length
     * @throws DataProblem if a role was given to a column that is absent
     */
    public Dataset build() {
      Dataset dataset = of(columns);
      for (Map.Entry<String, ColumnRole> role : given) {
        dataset = dataset.withRole(role.getKey(), role.getValue());
      }
      return dataset;
    }
  }
}
