package dev.retrain.parquet;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.ReadProgress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;

/**
 * Reads one file: the calling thread fetches row groups, one thread per processor decodes their
 * columns.
 */
final class ParquetReading implements Closeable {
  private final Path file;
  private final ReadOptions options;
  private final ParquetFileReader reader;
  private final List<ColumnDescriptor> columns;
  private final List<String> skipped = new ArrayList<>();
  private final ExecutorService decoders =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(), ParquetReading::daemon);

  ParquetReading(Path file, ReadOptions options) throws IOException {
    this.file = file;
    this.options = options;
    this.reader = open(file);
    try {
      this.columns = selected();
      reader.setRequestedSchema(columns);
    } catch (DataProblem problem) {
      close();
      throw problem;
    } catch (RuntimeException damaged) {
      close();
      throw unreadable(file, damaged);
    }
  }

  static ParquetFileReader open(Path file) throws IOException {
    try {
      return ParquetFileReader.open(
          new ChannelInputFile(file),
          ParquetReadOptions.builder(new PlainParquetConfiguration())
              .withCodecFactory(new Codecs())
              .usePageChecksumVerification(true)
              .build());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError damaged) {
      throw unreadable(file, damaged);
    }
  }

  private static DataProblem unreadable(Path file, Throwable damaged) {
    return new DataProblem(
        "file '%s' has a Parquet footer that cannot be read: %s".formatted(file, why(damaged)),
        damaged);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "retrain-parquet");
    thread.setDaemon(true);
    return thread;
  }

  private List<ColumnDescriptor> selected() {
    MessageType schema = reader.getFileMetaData().getSchema();
    List<String> all = schema.getFields().stream().map(field -> field.getName()).toList();
    requireDistinct(all);
    List<ColumnDescriptor> selected = new ArrayList<>();
    for (String name : options.columns()) {
      if (!all.contains(name)) {
        throw new DataProblem("file '%s' has no column '%s'; it has %s".formatted(file, name, all));
      }
      selected.add(flat(schema, name));
    }
    return options.columns().isEmpty() ? flatOnes(schema, all) : selected;
  }

  private void requireDistinct(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new DataProblem("file '%s' has two columns '%s'".formatted(file, name));
      }
    }
  }

  /** Leaves out what is nested, and says so in the data set's notes. */
  private List<ColumnDescriptor> flatOnes(MessageType schema, List<String> names) {
    List<ColumnDescriptor> flat = new ArrayList<>();
    for (String name : names) {
      if (isNested(schema, name)) {
        skipped.add("column '%s' of '%s' is nested and was left out".formatted(name, file));
      } else {
        flat.add(schema.getColumnDescription(new String[] {name}));
      }
    }
    if (flat.isEmpty()) {
      throw new DataProblem(
          "file '%s' has no flat column, only nested ones: %s".formatted(file, names));
    }
    return flat;
  }

  private static boolean isNested(MessageType schema, String name) {
    return !schema.getType(name).isPrimitive()
        || schema.getColumnDescription(new String[] {name}).getMaxRepetitionLevel() > 0;
  }

  private ColumnDescriptor flat(MessageType schema, String name) {
    if (isNested(schema, name)) {
      throw new DataProblem(
          "file '%s', column '%s' is nested; name the flat columns to read in the options"
              .formatted(file, name));
    }
    return schema.getColumnDescription(new String[] {name});
  }

  Dataset whole() throws IOException {
    long rows = reader.getRecordCount();
    if (rows > Integer.MAX_VALUE - 8) {
      throw new DataProblem(
          "file '%s' has %d rows, too many for one data set; read it in batches"
              .formatted(file, rows));
    }
    List<ColumnTarget> targets = targets(rows);
    List<Future<?>> pending = new ArrayList<>();
    int row = 0;
    for (int group = 0; group < reader.getRowGroups().size(); group++) {
      if (reader.getRowGroups().get(group).getRowCount() == 0) {
        continue;
      }
      awaitAllBut(2 * columns.size(), pending);
      row += submit(group, targets, row, pending);
      tell(group, row);
    }
    awaitAllBut(0, pending);
    return dataset(targets, 0);
  }

  long forEachGroup(Consumer<Dataset> batches) throws IOException {
    long rows = 0;
    for (int group = 0; group < reader.getRowGroups().size(); group++) {
      if (reader.getRowGroups().get(group).getRowCount() == 0) {
        continue;
      }
      List<ColumnTarget> targets = targets(reader.getRowGroups().get(group).getRowCount());
      List<Future<?>> pending = new ArrayList<>();
      long firstRow = rows;
      rows += submit(group, targets, 0, pending);
      awaitAllBut(0, pending);
      batches.accept(dataset(targets, firstRow));
      tell(group, rows);
    }
    if (rows == 0) {
      batches.accept(dataset(targets(0), 0));
    }
    return rows;
  }

  private List<ColumnTarget> targets(long rows) {
    if (rows < 0 || rows > Integer.MAX_VALUE - 8) {
      throw new DataProblem("file '%s' states %d rows in a row group".formatted(file, rows));
    }
    try {
      return columns.stream()
          .map(each -> ColumnTargets.of(each.getPrimitiveType(), (int) rows))
          .toList();
    } catch (OutOfMemoryError tooMany) {
      throw new DataProblem(
          "file '%s' states %d rows, which do not fit into memory".formatted(file, rows), tooMany);
    } catch (Undecodable type) {
      throw new DataProblem(
          "file '%s': %s, which cannot be read".formatted(file, type.getMessage()), type);
    }
  }

  /** Fetches the bytes of a row group and leaves its columns to the decoders. */
  private int submit(int group, List<ColumnTarget> targets, int firstRow, List<Future<?>> pending)
      throws IOException {
    BlockMetaData block = reader.getRowGroups().get(group);
    PageReadStore pages = fetch(group);
    for (int i = 0; i < columns.size(); i++) {
      ColumnDescriptor column = columns.get(i);
      ColumnTarget target = targets.get(i);
      pending.add(decoders.submit(() -> decode(column, pages, block, target, firstRow)));
    }
    return Math.toIntExact(block.getRowCount());
  }

  private PageReadStore fetch(int group) {
    try {
      return reader.readRowGroup(group);
    } catch (IOException | RuntimeException | OutOfMemoryError damaged) {
      throw new DataProblem(
          "file '%s', rows from %d on (row group %d) cannot be read: %s"
              .formatted(
                  file,
                  reader.getRowGroups().get(group).getRowIndexOffset() + 1,
                  group,
                  why(damaged)),
          damaged);
    }
  }

  private void decode(
      ColumnDescriptor column,
      PageReadStore pages,
      BlockMetaData block,
      ColumnTarget target,
      int firstRow) {
    long row = block.getRowIndexOffset() + 1;
    try {
      Pages walk = new Pages(column, pages.getPageReader(column), hasNoNulls(block, column));
      try {
        target.read(walk, firstRow);
        if (walk.at() - firstRow != block.getRowCount()) {
          throw new Undecodable(
              "its pages hold %d values for %d rows"
                  .formatted(walk.at() - firstRow, block.getRowCount()));
        }
      } finally {
        row += walk.at() - firstRow;
      }
    } catch (IOException | RuntimeException | OutOfMemoryError damaged) {
      throw new DataProblem(
          "file '%s', row %d, column '%s' cannot be decoded: %s"
              .formatted(file, row, column.getPath()[0], why(damaged)),
          damaged);
    }
  }

  private static String why(Throwable damaged) {
    return damaged.getMessage() == null ? damaged.toString() : damaged.getMessage();
  }

  private static boolean hasNoNulls(BlockMetaData block, ColumnDescriptor column) {
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      if (chunk.getPath().toArray()[0].equals(column.getPath()[0])) {
        return chunk.getStatistics() != null
            && chunk.getStatistics().isNumNullsSet()
            && chunk.getStatistics().getNumNulls() == 0;
      }
    }
    return false;
  }

  private void awaitAllBut(int left, List<Future<?>> pending) {
    while (pending.size() > left) {
      try {
        pending.remove(0).get();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof DataProblem problem) {
          throw problem;
        }
        throw new DataProblem("reading '%s' failed: %s".formatted(file, failed.getCause()), failed);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new DataProblem("reading '%s' was interrupted".formatted(file), stopped);
      }
    }
  }

  private Dataset dataset(List<ColumnTarget> targets, long firstRow) {
    Conversion conversion = new Conversion(file, options, firstRow);
    Map<String, Column> read = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).getPath()[0];
      read.put(name, conversion.convert(name, targets.get(i).column()));
    }
    return Dataset.of(read, options.roles()).withNotes(skipped);
  }

  private void tell(int group, long rows) throws IOException {
    BlockMetaData block = reader.getRowGroups().get(group);
    long end = end(block);
    options.progress().accept(new ReadProgress(file, rows, end, Files.size(file)));
  }

  /** Returns where a row group ends, 0 where its place is encrypted. */
  private static long end(BlockMetaData block) {
    try {
      return block.getStartingPos() + block.getCompressedSize();
    } catch (RuntimeException encrypted) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    decoders.shutdownNow();
    reader.close();
  }
}
