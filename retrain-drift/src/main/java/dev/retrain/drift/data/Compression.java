package dev.retrain.drift.data;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Opens files that may be compressed by gzip or zstd, whatever their names. */
final class Compression {
  private static final int GZIP = 0x1F8B;
  private static final int ZSTD = 0x28B52FFD;
  private static final int BUFFER = 1 << 16;

  private Compression() {}

  /** Opens a file and unpacks it if its first bytes say that it is packed. */
  static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      in.mark(4);
      int head = head(in);
      in.reset();
      if (head >>> 16 == GZIP) {
        return new GZIPInputStream(in, BUFFER);
      }
      return head == ZSTD ? new ZstdInputStream(in) : in;
    } catch (IOException | RuntimeException failed) {
      in.close();
      throw failed;
    }
  }

  /** Returns whether a file is packed, so that its size is not that of its text. */
  static boolean isPacked(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      int head = head(in);
      return head >>> 16 == GZIP || head == ZSTD;
    }
  }

  private static int head(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(4);
    int head = 0;
    for (int i = 0; i < 4; i++) {
      head = head << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
    }
    return head;
  }

  /** Returns a file's name in lower case, without the ending of a packed file. */
  static String plainName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (String ending : new String[] {".gz", ".gzip", ".zst", ".zstd"}) {
      if (name.endsWith(ending)) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }
}
