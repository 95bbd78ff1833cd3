package dev.retrain.drift.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

  /** The text, decoded as UTF-8. */
  String text() throws CharacterCodingException {
    if (Bytes.isAscii(bytes, length)) {
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
  }
}
