package dev.retrain.drift.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Whole records of a CSV file. */
final class Block {
  private final byte[] bytes;
  private final int length;
  private final long offset;

  /**
   * Makes a block.
   *
   * @param bytes holds the records from index 0
   * @param length how many bytes are theirs
   * @param offset where in the file they begin
   */
  Block(byte[] bytes, int length, long offset) {
    this.bytes = bytes;
    this.length = length;
    this.offset = offset;
  }

  int length() {
    return length;
  }

  long offset() {
    return offset;
  }

  /**
   * Returns the text, decoded as UTF-8.
   *
   * @throws CellProblem naming the line, where it is not UTF-8
   */
  String text() {
    if (Bytes.isAscii(bytes, length)) {
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    CharBuffer out = CharBuffer.allocate(length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      throw notUtf8(in.position());
    }
    return out.flip().toString();
  }

  private CellProblem notUtf8(int at) {
    long line = 1;
    for (int i = 0; i < at; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return new CellProblem(
        0, line, -1, "is not UTF-8: byte 0x%02X; save the file as UTF-8".formatted(bytes[at]));
  }
}
