package dev.retrain.runtime.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads metrics from a file, again when it changes. Thread-safe.
 *
 * <p>CSV: a column {@code time} (ISO-8601 with a zone) and one column per metric; columns are
 * separated by commas, decimals by points. JSON: a list of objects with the key {@code time} and a
 * number per metric. An empty cell, {@code NaN}, {@code NA} or {@code null} is a missing value.
 * Columns that hold no numbers at all are notes and are left out; one that holds numbers and
 * something else is refused when it is read. A column that stands twice, a decimal comma and a line
 * with more cells than the header refuse the file, because a value read wrongly decides wrongly.
 */
public final class MetricHistory implements MetricSource {

  private static final String TIME = "time";

  private record Loaded(FileTime changed, long size, MetricColumns columns) {}

  private final Path file;
  private volatile @Nullable Loaded loaded;

  private MetricHistory(Path file) {
    this.file = file;
  }

  /** Returns the measurements of a file whose name ends in {@code .csv} or {@code .json}. */
  public static MetricHistory of(Path file) {
    return new MetricHistory(file);
  }

  /** Returns the names of all metrics. */
  public Set<String> metrics() {
    return load().names();
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    try {
      return MetricPoints.between(load().of(metric), after, upTo);
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private MetricColumns load() {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      Loaded before = loaded;
      if (before != null && before.changed().equals(changed) && before.size() == size) {
        return before.columns();
      }
      MetricColumns columns = file.toString().endsWith(".json") ? json() : csv();
      loaded = new Loaded(changed, size, columns);
      return columns;
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private ConfigurationProblem unreadable(Exception cause) {
    return new ConfigurationProblem(
        "cannot read metrics from " + file + ": " + cause.getMessage(),
        FailureContext.hint(
            "A metric history has a column 'time' and one column per metric, separated by commas,"
                + " with decimal points."),
        cause);
  }

  private MetricColumns csv() throws IOException {
    MetricColumns columns = new MetricColumns();
    try (CsvReader<CsvRecord> rows = reader()) {
      List<String> header = List.of();
      for (CsvRecord row : rows) {
        String where = "line " + row.getStartingLineNumber();
        if (header.isEmpty()) {
          header = header(row.getFields());
        } else {
          add(columns, header, row.getFields(), where);
        }
      }
    } catch (CsvParseException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return columns;
  }

  private CsvReader<CsvRecord> reader() throws IOException {
    return CsvReader.builder()
        .detectBomHeader(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(file);
  }

  private static List<String> header(List<String> cells) {
    Set<String> names = new TreeSet<>();
    for (String name : cells) {
      if (!name.isBlank() && !names.add(name)) {
        throw new IllegalArgumentException("the column '" + name + "' stands twice");
      }
    }
    if (!names.contains(TIME)) {
      throw new IllegalArgumentException(
          "the header has no column 'time', but " + String.join(", ", cells));
    }
    return cells;
  }

  private static void add(
      MetricColumns columns, List<String> header, List<String> cells, String where) {
    if (cells.size() > header.size()) {
      throw new IllegalArgumentException(
          "%s has %d cells, the header has %d".formatted(where, cells.size(), header.size()));
    }
    int timed = header.indexOf(TIME);
    Instant time = time(timed < cells.size() ? cells.get(timed) : "", where);
    for (int i = 0; i < cells.size(); i++) {
      if (!header.get(i).equals(TIME) && !header.get(i).isBlank()) {
        columns.add(header.get(i), time, cells.get(i), where);
      }
    }
  }

  private MetricColumns json() {
    MetricColumns columns = new MetricColumns();
    if (!(Documents.read(file) instanceof Node.Sequence rows)) {
      throw new IllegalArgumentException("it is no list");
    }
    for (Node row : rows.items()) {
      if (!(row instanceof Node.Mapping mapping)
          || !(mapping.get(TIME).orElse(null) instanceof Node.Text text)) {
        throw new IllegalArgumentException("an element is no object with the key 'time'");
      }
      Instant time = time(text.value(), "an element");
      mapping
          .entries()
          .forEach(
              (name, value) -> {
                if (value instanceof Node.Num number) {
                  columns.add(name, time, number.value().toString(), text.value());
                } else if (value instanceof Node.Text cell && !name.equals(TIME)) {
                  columns.add(name, time, cell.value(), text.value());
                }
              });
    }
    return columns;
  }

  private static Instant time(String text, String where) {
    try {
      return OffsetDateTime.parse(text.trim().replaceFirst("(?<=\\d) (?=\\d)", "T")).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          where + " has the time '" + text + "', not one such as 2001-02-03T00:00:00Z", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MetricHistory that && file.equals(that.file);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file);
  }

  @Override
  public String toString() {
    return "metrics in " + file;
  }

  /** {@code {type: history, file: metrics.csv}}. */
  public static final class Type extends NamedPart<MetricSource, MetricHistory> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(MetricSource.class, "history", MetricHistory.class);
    }

    @Override
    public Set<String> pathKeys() {
      return Set.of("file");
    }

    @Override
    public ObjectShape<MetricHistory> shape() {
      ObjectShape.Builder<MetricHistory> all = ObjectShape.named("MetricHistory");
      var file = all.required("file", Shapes.text(), h -> h.file.toString(), "CSV or JSON");
      return all.build(f -> new MetricHistory(Path.of(f.get(file))));
    }
  }
}
