package dev.retrain.drift.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** JSON lines: one object per line, its values strings, numbers, truth values or null. */
final class JsonLinesFormat implements DatasetFormat {
  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public boolean accepts(Path file) {
    String name = Compression.plainName(file);
    return name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".jsonlines");
  }

  @Override
  public Dataset read(Path file, ReadOptions options) throws IOException {
    List<Dataset> parts = new ArrayList<>();
    stream(file, options, parts::add);
    return BatchJoin.join(parts);
  }

  @Override
  public long stream(Path file, ReadOptions options, Consumer<Dataset> batches) throws IOException {
    return new JsonLinesReading(file, options).forEachBatch(batches);
  }
}
