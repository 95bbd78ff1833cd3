package dev.retrain.drift.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.retrain.api.error.DataProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of JSON lines twice: once for the names and kinds of the columns, which any line may
 * add to, and once for the cells. Objects and arrays within are taken as their text.
 */
final class JsonLinesReading {
  private static final int BATCH_ROWS = 16_384;
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Path file;
  private final ReadOptions options;
  private final Map<String, JsonColumn> columns = new LinkedHashMap<>();
  private long rows;

  JsonLinesReading(Path file, ReadOptions options) {
    this.file = file;
    this.options = options;
  }

  /** Takes the cells of one line. */
  private interface Line {
    void cell(String name, JsonToken kind, String text);
  }

  long forEachBatch(Consumer<Dataset> batches) throws IOException {
    forEachLine((name, kind, text) -> column(name).see(kind, text), () -> {});
    Map<String, CellReader> cells = cells();
    long[] inBatch = {0};
    rows = 0;
    Map<String, String[]> line = new LinkedHashMap<>();
    forEachLine(
        (name, kind, text) -> {
          if (cells.containsKey(name)) {
            boolean isNull = kind == JsonToken.VALUE_NULL;
            line.put(name, new String[] {isNull ? "" : text, isNull ? "" : "quoted"});
          }
        },
        () -> {
          cells.forEach((name, column) -> add(name, column, line.get(name)));
          line.clear();
          if (++inBatch[0] == BATCH_ROWS) {
            deliver(cells, batches);
            inBatch[0] = 0;
          }
        });
    if (inBatch[0] > 0 || rows == 0) {
      deliver(cells, batches);
    }
    return rows;
  }

  private JsonColumn column(String name) {
    return columns.computeIfAbsent(name, key -> new JsonColumn(options.missing()));
  }

  private Map<String, CellReader> cells() {
    List<String> selected =
        options.columns().isEmpty() ? List.copyOf(columns.keySet()) : options.columns();
    Map<String, CellReader> cells = new LinkedHashMap<>();
    for (String name : selected) {
      JsonColumn column = columns.get(name);
      if (column == null) {
        throw new DataProblem(
            "file '%s' has no column '%s'; it has %s".formatted(file, name, columns.keySet()));
      }
      cells.put(name, CellReader.of(kind(name, column), options.missing(), column.syntax()));
    }
    return cells;
  }

  private ColumnKind kind(String name, JsonColumn column) {
    ColumnKind wanted = options.kinds().get(name);
    return wanted == null || (!options.strict() && !column.fits(wanted)) ? column.kind() : wanted;
  }

  private void add(String name, CellReader column, String @Nullable [] cell) {
    String text = cell == null ? "" : cell[0];
    boolean quoted = cell != null && !cell[1].isEmpty();
    if (!column.add(text.toCharArray(), 0, text.length(), quoted)) {
      boolean hidden = options.roles().isSensitive(name);
      throw new KindMismatch(
          "file '%s', row %d, column '%s': %s is not of the expected kind"
              .formatted(
                  file,
                  rows,
                  name,
                  hidden ? "a value (withheld, the column is sensitive)" : CellText.quoted(text)),
          name,
          options.mayWiden(name));
    }
  }

  private void deliver(Map<String, CellReader> cells, Consumer<Dataset> batches) {
    Map<String, Column> batch = new LinkedHashMap<>();
    cells.forEach((name, column) -> batch.put(name, column.column()));
    batches.accept(Dataset.of(batch, options.roles()));
    options.progress().accept(new ReadProgress(file, rows, 0, 0));
    cells.putAll(cells());
  }

  private void forEachLine(Line line, Runnable end) throws IOException {
    try (InputStream in = Compression.open(file);
        JsonParser json = JSON.createParser(in)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw problem(json, "holds no object: one object per line is expected");
        }
        rows++;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          JsonToken kind = json.nextToken();
          line.cell(name, kind, text(json, kind));
        }
        end.run();
      }
    } catch (JacksonException malformed) {
      throw new DataProblem(
          "file '%s', line %d is no JSON: %s"
              .formatted(
                  file,
                  malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr(),
                  malformed.getOriginalMessage()),
          malformed);
    }
  }

  private DataProblem problem(JsonParser json, String what) {
    return new DataProblem(
        "file '%s', line %d %s".formatted(file, json.currentLocation().getLineNr(), what));
  }

  private static String text(JsonParser json, JsonToken kind) throws IOException {
    if (kind == JsonToken.START_OBJECT || kind == JsonToken.START_ARRAY) {
      StringWriter text = new StringWriter();
      try (var copy = JSON.createGenerator(text)) {
        copy.copyCurrentStructure(json);
      }
      return text.toString();
    }
    return json.getText();
  }
}
