package dev.retrain.runtime.source;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Metrics kept in a file, read again when it changes.
 *
 * <p>CSV: a column {@code time} (ISO-8601 with Z) and one column per metric; an empty cell is a
 * missing value. JSON: a list of objects with the key {@code time} and a number per metric. Columns
 * that hold no numbers are other notes and are left out.
 */
public final class MetricHistory implements MetricSource {

  private static final String TIME = "time";

  private record Loaded(
      FileTime changed, long size, Map<String, NavigableMap<Instant, MetricValue>> series) {}

  private final Path file;
  private volatile @Nullable Loaded loaded;

  private MetricHistory(Path file) {
    this.file = file;
  }

  /** The measurements of a file whose name ends in {@code .csv} or {@code .json}. */
  public static MetricHistory of(Path file) {
    return new MetricHistory(file);
  }

  /** The names of all metrics. */
  public Set<String> metrics() {
    return load().keySet();
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    return MetricPoints.between(load().getOrDefault(metric, new TreeMap<>()), after, upTo);
  }

  private Map<String, NavigableMap<Instant, MetricValue>> load() {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      Loaded before = loaded;
      if (before != null && before.changed().equals(changed) && before.size() == size) {
        return before.series();
      }
      Map<String, NavigableMap<Instant, MetricValue>> series =
          file.toString().endsWith(".json") ? json() : csv();
      loaded = new Loaded(changed, size, series);
      return series;
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "asked to read metrics from " + file + ", got " + e.getMessage(),
          FailureContext.hint("a metric history has a column 'time' and one column per metric"),
          e);
    }
  }

  private Map<String, NavigableMap<Instant, MetricValue>> csv() throws IOException {
    Map<String, NavigableMap<Instant, MetricValue>> series = new TreeMap<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : rows) {
        Instant time = time(row.findField(TIME).orElse(""), "line " + row.getStartingLineNumber());
        row.getFieldsAsMap().forEach((name, cell) -> put(series, name, time, cell));
      }
    }
    return series;
  }

  private static void put(
      Map<String, NavigableMap<Instant, MetricValue>> series,
      String name,
      Instant time,
      String cell) {
    if (name.equals(TIME) || cell.isBlank()) {
      return;
    }
    try {
      double value = Double.parseDouble(cell);
      if (Double.isFinite(value)) {
        series.computeIfAbsent(name, n -> new TreeMap<>()).put(time, MetricValue.of(value));
      }
    } catch (NumberFormatException e) {
      return; // a note, not a measurement
    }
  }

  private Map<String, NavigableMap<Instant, MetricValue>> json() {
    Map<String, NavigableMap<Instant, MetricValue>> series = new TreeMap<>();
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
                  put(series, name, time, number.value().toString());
                }
              });
    }
    return series;
  }

  private static Instant time(String text, String where) {
    try {
      return Instant.parse(text);
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

    /** For {@link java.util.ServiceLoader}. */
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
