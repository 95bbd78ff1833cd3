package dev.retrain.steps;

import dev.retrain.drift.data.Dataset;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Copies some rows of a file. Text files are copied record by record as they are, so that leading
 * zeros, quotes and number formats survive; Parquet becomes CSV.
 */
final class RecordCopy {

  private RecordCopy() {}

  /**
   * Copies rows.
   *
   * @param keep whether a row, counted from 0, is copied
   * @return how many were copied
   */
  static long copy(Path from, Path folder, LongPredicate keep) throws IOException {
    Files.createDirectories(folder);
    String name = String.valueOf(from.getFileName());
    if (DatasetFolder.isText(from)) {
      return copyText(from, folder.resolve(name), keep);
    }
    Dataset rows = Dataset.read(from);
    int[] kept = IntStream.range(0, rows.rows()).filter(keep::test).toArray();
    String csv = name.substring(0, name.lastIndexOf('.')) + ".csv";
    rows.select(kept).writeCsv(folder.resolve(csv));
    return kept.length;
  }

  private static long copyText(Path from, Path to, LongPredicate keep) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(from), 1 << 16);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
      ByteArrayOutputStream record = new ByteArrayOutputStream();
      next(in, record);
      record.writeTo(out);
      long copied = 0;
      for (long row = 0; next(in, record); row++) {
        if (keep.test(row)) {
          record.writeTo(out);
          copied++;
        }
      }
      return copied;
    }
  }

  /** Reads the next record that is not an empty line, up to a line feed outside quotes. */
  private static boolean next(InputStream in, ByteArrayOutputStream record) throws IOException {
    record.reset();
    boolean quoted = false;
    boolean blank = true;
    for (int b = in.read(); b >= 0; b = in.read()) {
      record.write(b);
      quoted ^= b == '"';
      if (b == '\n' && !quoted) {
        if (!blank) {
          return true;
        }
        record.reset();
      } else if (b != '\r') {
        blank = false;
      }
    }
    if (blank) {
      return false;
    }
    record.write('\n');
    return true;
  }
}
