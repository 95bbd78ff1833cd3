package dev.retrain.drift.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** CSV (RFC 4180, UTF-8, header in the first record) and, by its ending, TSV. */
final class CsvFormat implements DatasetFormat {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public boolean accepts(Path file) {
    String name = lowerName(file);
    return name.endsWith(".csv") || name.endsWith(".tsv");
  }

  private static String lowerName(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }

  private static ReadOptions adapted(Path file, ReadOptions options) {
    boolean tabs = lowerName(file).endsWith(".tsv") && options.separator() == ',';
    return tabs ? options.separator('\t') : options;
  }

  /** Reads again, with the column categorical, where an inferred kind turns out wrong. */
  @Override
  public Dataset read(Path file, ReadOptions options) throws IOException {
    Map<String, ColumnKind> widened = new LinkedHashMap<>();
    while (true) {
      try {
        List<Dataset> parts = new ArrayList<>();
        new CsvReading(file, adapted(file, options), widened).forEachBatch(parts::add);
        return Parts.join(parts);
      } catch (KindMismatch misfit) {
        if (!misfit.mayWiden() || widened.containsKey(misfit.column())) {
          throw misfit;
        }
        widened.put(misfit.column(), ColumnKind.CATEGORICAL);
      }
    }
  }

  @Override
  public long stream(Path file, ReadOptions options, Consumer<Dataset> batches) throws IOException {
    return new CsvReading(file, adapted(file, options), Map.of()).forEachBatch(batches);
  }
}
