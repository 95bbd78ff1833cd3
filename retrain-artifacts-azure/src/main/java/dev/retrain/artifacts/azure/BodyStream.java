package dev.retrain.artifacts.azure;

import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import reactor.core.Exceptions;

/** The body of an answer as a stream. */
final class BodyStream extends InputStream {

  private final HttpResponse answer;
  private final Iterator<ByteBuffer> parts;
  private ByteBuffer part = ByteBuffer.allocate(0);

  BodyStream(HttpResponse answer, Iterator<ByteBuffer> parts) {
    this.answer = answer;
    this.parts = parts;
  }

  @Override
  public int read() throws IOException {
    return fill() ? part.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, part.remaining());
    part.get(buffer, offset, count);
    return count;
  }

  private boolean fill() throws IOException {
    try {
      while (!part.hasRemaining()) {
        if (!parts.hasNext()) {
          return false;
        }
        part = parts.next();
      }
      return true;
    } catch (RuntimeException e) {
      throw new IOException("the body broke off", Exceptions.unwrap(e));
    }
  }

  @Override
  public void close() {
    answer.close();
  }
}
