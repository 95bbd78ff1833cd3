package dev.retrain.drift.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * CSV (RFC 4180, UTF-8, header in the first record) and, by its ending, TSV; packed by gzip or zstd
 * or not.
 */
final class CsvFormat implements DatasetFormat {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public boolean accepts(Path file) {
    String name = Compression.plainName(file);
    return name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt");
  }

  private static ReadOptions adapted(Path file, ReadOptions options) {
    boolean tabs =
        Compression.plainName(file).endsWith(".tsv") && options.separator() == ReadOptions.DETECT;
    return tabs ? options.separator('\t') : options;
  }

  @Override
  public Dataset read(Path file, ReadOptions options) throws IOException {
    List<Dataset> parts = new ArrayList<>();
    stream(file, options, parts::add);
    return BatchJoin.join(parts);
  }

  @Override
  public long stream(Path file, ReadOptions options, Consumer<Dataset> batches) throws IOException {
    return new CsvReading(file, adapted(file, options)).forEachBatch(batches);
  }
}
