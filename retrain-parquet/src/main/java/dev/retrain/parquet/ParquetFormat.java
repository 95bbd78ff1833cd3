package dev.retrain.parquet;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.DatasetFormat;
import dev.retrain.drift.data.ReadOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** Parquet files of flat columns; a batch of a stream is one row group. */
public final class ParquetFormat implements DatasetFormat {
  private static final int MAGIC = 4;

  /** Creates the format, for {@link java.util.ServiceLoader}. */
  public ParquetFormat() {}

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public boolean accepts(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".parquet") || name.endsWith(".pq");
  }

  @Override
  public Dataset read(Path file, ReadOptions options) throws IOException {
    requireMagic(file);
    try (ParquetReading reading = new ParquetReading(file, options)) {
      return reading.whole();
    }
  }

  @Override
  public long stream(Path file, ReadOptions options, Consumer<Dataset> batches) throws IOException {
    requireMagic(file);
    try (ParquetReading reading = new ParquetReading(file, options)) {
      return reading.forEachGroup(batches);
    }
  }

  private static void requireMagic(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long size = channel.size();
      String head = size < 3 * MAGIC ? "" : text(channel, 0);
      String tail = size < 3 * MAGIC ? "" : text(channel, size - MAGIC);
      if (tail.equals("PARE") || head.equals("PARE")) {
        throw new DataProblem("file '%s' is an encrypted Parquet file".formatted(file));
      }
      if (!head.equals("PAR1") || !tail.equals("PAR1")) {
        throw new DataProblem(
            "file '%s' (%d bytes) is no Parquet file: it does not begin and end with PAR1; was it cut short, or is it of another format?"
                .formatted(file, size));
      }
    }
  }

  private static String text(SeekableByteChannel channel, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAGIC);
    channel.position(at);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    return new String(bytes.array(), StandardCharsets.ISO_8859_1);
  }
}
