package dev.retrain.spi.artifact;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Throws where a stream ends before its size or continues after it. */
final class SizedStream extends FilterInputStream {

  private final StoredFile file;
  private long left;

  SizedStream(StoredFile file, InputStream in) {
    super(in);
    this.file = file;
    this.left = file.size();
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? -1 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    count(read);
    return read;
  }

  private void count(int read) throws IOException {
    left -= Math.max(0, read);
    if (left < 0) {
      throw new IOException(file.address() + " is longer than its " + file.size() + " bytes");
    }
    if (read < 0 && left > 0) {
      throw new EOFException(
          file.address() + " ended " + left + " bytes before its " + file.size() + " bytes");
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    // Bytes that are skipped count as well, so they are read.
    byte[] buffer = new byte[(int) Math.min(8_192, Math.max(1, bytes))];
    int read = bytes <= 0 ? 0 : read(buffer, 0, buffer.length);
    return Math.max(0, read);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
