package dev.retrain.benchmarks.endpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One keep-alive connection: plain sockets and the least parsing that is correct, so that the
 * generator takes little of the processors it shares with the endpoint.
 */
final class Connection implements AutoCloseable {

  private static final String LENGTH = "content-length:";
  private static final String BODY = "{\"distance\":300}";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[4096];

  Connection(URI address) throws IOException {
    this.socket = new Socket(address.getHost(), address.getPort());
    socket.setTcpNoDelay(true);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Requests a prediction and returns the status of the answer. */
  int predict(int key) throws IOException {
    String request =
        "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "X-Retrain-Key: user-"
            + key
            + "\r\nContent-Length: "
            + BODY.length()
            + "\r\n\r\n"
            + BODY;
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    return status();
  }

  private int status() throws IOException {
    int read = 0;
    int whole = Integer.MAX_VALUE;
    String text = "";
    while (read < whole) {
      int count = in.read(buffer, read, buffer.length - read);
      if (count < 0) {
        throw new EOFException("the endpoint closed the connection");
      }
      read += count;
      text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
      whole = length(text);
    }
    return Integer.parseInt(text.substring(9, 12));
  }

  private static int length(String text) {
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return Integer.MAX_VALUE;
    }
    String lower = text.substring(0, head + 2).toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf(LENGTH) + LENGTH.length();
    return head + 4 + Integer.parseInt(lower.substring(at, lower.indexOf("\r\n", at)).strip());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
