package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file once: the calling thread cuts blocks and hands over batches, one thread per
 * processor parses. At most {@code 2 x processors} blocks are in memory.
 */
final class CsvReading {
  private final Path file;
  private final ReadOptions options;
  private final int processors = Runtime.getRuntime().availableProcessors();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private long rows;

  CsvReading(Path file, ReadOptions options) {
    this.file = file;
    this.options = options;
  }

  private record Pending(Block block, Future<Dataset> parsed) {}

  long forEachBatch(Consumer<Dataset> batches) throws IOException {
    ExecutorService parsers = Executors.newFixedThreadPool(processors, CsvReading::daemon);
    try (InputStream in = Compression.open(file)) {
      Blocks blocks = new Blocks(in, options.blockBytes(), options.separator());
      read(blocks, parsers, batches);
    } finally {
      parsers.shutdownNow();
    }
    return rows;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "retrain-csv");
    thread.setDaemon(true);
    return thread;
  }

  private void read(Blocks blocks, ExecutorService parsers, Consumer<Dataset> batches)
      throws IOException {
    Block first = blocks.next();
    if (first == null) {
      throw new DataProblem("file '%s' is empty: a header is expected".formatted(file));
    }
    CsvLayout layout = layout(first);
    long size = Compression.isPacked(file) ? 0 : Files.size(file);
    for (Block block = first; block != null; block = blocks.next()) {
      Block parsing = block;
      pending.add(new Pending(block, parsers.submit(() -> BlockParser.parse(parsing, layout))));
      if (pending.size() == 2 * processors) {
        deliver(pending.remove(), layout, size, batches);
      }
    }
    while (!pending.isEmpty()) {
      deliver(pending.remove(), layout, size, batches);
    }
  }

  private CsvLayout layout(Block first) throws IOException {
    try {
      return CsvLayout.of(file, first, options);
    } catch (CellProblem problem) {
      throw located(problem, first, null);
    }
  }

  private void deliver(Pending next, CsvLayout layout, long size, Consumer<Dataset> batches)
      throws IOException {
    Dataset batch = await(next, layout);
    rows += batch.rows();
    batches.accept(batch);
    Block block = next.block();
    options.progress().accept(new ReadProgress(file, rows, block.offset() + block.length(), size));
  }

  private Dataset await(Pending next, CsvLayout layout) throws IOException {
    try {
      return next.parsed().get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof CellProblem problem) {
        throw located(problem, next.block(), layout);
      }
      throw new IllegalStateException("parsing '%s' failed".formatted(file), failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new DataProblem("reading '%s' was interrupted".formatted(file), stopped);
    }
  }

  private DataProblem located(CellProblem problem, Block block, @Nullable CsvLayout layout)
      throws IOException {
    String place = place(problem, block);
    if (problem.column() < 0 || layout == null) {
      return new DataProblem("%s %s".formatted(place, problem.what()));
    }
    String column = layout.header().get(problem.column());
    boolean hidden = options.roles().isSensitive(column);
    String message =
        "%s, column '%s': %s is not %s"
            .formatted(
                place,
                column,
                hidden ? "a value (withheld, the column is sensitive)" : quoted(problem.what()),
                String.valueOf(layout.kinds().get(problem.column()))
                    .toLowerCase(java.util.Locale.ROOT));
    return new KindMismatch(message, column, options.mayWiden(column));
  }

  private static String quoted(String cell) {
    return CellText.quoted(cell);
  }

  private String place(CellProblem problem, Block block) throws IOException {
    String row = problem.row() == 0 ? "" : ", row %d".formatted(rows + problem.row());
    if (problem.line() == 0) {
      return "file '%s'%s".formatted(file, row.isEmpty() ? ", after row " + rows + "," : row);
    }
    long line = linesBefore(block.offset()) + problem.line();
    return row.isEmpty()
        ? "file '%s', line %d".formatted(file, line)
        : "file '%s'%s (line %d)".formatted(file, row, line);
  }

  private long linesBefore(long offset) throws IOException {
    long lines = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Compression.open(file)) {
      for (long left = offset; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        for (int i = 0; i < read; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
        left -= read;
      }
    }
    return lines;
  }
}
