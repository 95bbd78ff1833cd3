package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV file into blocks of whole records.
 *
 * <p>A block without a quote is cut at its last line feed; one with quotes is scanned for the last
 * line feed outside of them, by the rule of RFC 4180 that a quote opens only at the start of a
 * cell.
 */
final class Blocks {
  private static final int LONGEST_RECORD = 1 << 26;
  private static final byte QUOTE = '"';
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int size;
  private final byte separator;
  private byte[] rest = {};
  private long offset;
  private boolean ended;

  Blocks(InputStream in, int size, char separator) {
    this.in = in;
    this.size = size;
    this.separator = (byte) separator;
  }

  /** Returns the next block, or null at the end of the file. */
  @Nullable Block next() throws IOException {
    byte[] bytes = Arrays.copyOf(rest, Math.max(size, 2 * rest.length));
    int filled = rest.length;
    while (!ended) {
      filled += fill(bytes, filled);
      int cut = ended ? filled : endOfRecords(bytes, filled);
      if (cut > 0) {
        rest = Arrays.copyOfRange(bytes, cut, filled);
        return block(bytes, cut);
      }
      if (filled >= LONGEST_RECORD) {
        throw new DataProblem(
            "a record longer than %d MiB begins at byte %d, probably with a quote that is never closed"
                .formatted(LONGEST_RECORD >> 20, offset));
      }
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    return null;
  }

  private int fill(byte[] bytes, int from) throws IOException {
    int read = in.readNBytes(bytes, from, bytes.length - from);
    ended = read < bytes.length - from;
    return read;
  }

  private @Nullable Block block(byte[] bytes, int length) {
    long start = offset;
    offset += length;
    if (start == 0 && length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
      return new Block(Arrays.copyOfRange(bytes, 3, length), length - 3, 3);
    }
    return length == 0 ? null : new Block(bytes, length, start);
  }

  private int endOfRecords(byte[] bytes, int filled) {
    if (Bytes.contains(bytes, 0, filled, QUOTE)) {
      return endOutsideQuotes(bytes, filled);
    }
    int end = filled;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end > 0 ? end : lastCarriageReturn(bytes, filled);
  }

  /** Of a file whose lines end in carriage returns; the last byte may be half of a line end. */
  private static int lastCarriageReturn(byte[] bytes, int filled) {
    int end = filled - 1;
    while (end > 0 && bytes[end - 1] != '\r') {
      end--;
    }
    return Math.max(0, end);
  }

  private int endOutsideQuotes(byte[] bytes, int filled) {
    boolean quoted = false;
    boolean mayOpen = true;
    int end = 0;
    for (int i = 0; i < filled; i++) {
      byte each = bytes[i];
      if (quoted) {
        quoted = each != QUOTE;
        mayOpen = !quoted;
      } else {
        quoted = mayOpen && each == QUOTE;
        mayOpen = isSeparator(each) || each == '\n' || each == '\r';
        boolean endsRecord =
            each == '\n' || (each == '\r' && i + 1 < filled && bytes[i + 1] != '\n');
        end = endsRecord ? i + 1 : end;
      }
    }
    return end;
  }

  /** Before the separator is known every one it could be counts: none opens a quote by mistake. */
  private boolean isSeparator(byte each) {
    return separator == ReadOptions.DETECT
        ? each == ',' || each == ';' || each == '\t' || each == '|'
        : each == separator;
  }
}
