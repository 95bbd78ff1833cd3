package dev.retrain.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;

/** Bytes as categories. */
final class BinaryText {
  private BinaryText() {}

  /** UTF-8 where the bytes are that, otherwise hexadecimal digits, so that no two become one. */
  static String of(Binary value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer()).toString();
    } catch (CharacterCodingException bytes) {
      return hexadecimal(value);
    }
  }

  static String hexadecimal(Binary value) {
    return "0x" + HexFormat.of().formatHex(value.getBytes());
  }

  static String uuid(Binary value) {
    ByteBuffer bytes = ByteBuffer.wrap(value.getBytes());
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }
}
