package dev.retrain.testkit.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One HTTP/1.1 message as it is sent on the wire, its body unpacked from chunks.
 *
 * @param startLine the request or status line
 * @param headers the header lines, without those for the length of the body
 * @param body the body, one character per byte
 */
record HttpMessage(String startLine, List<String> headers, String body) {

  private static final int MAX_LINE = 1 << 16;
  private static final int MAX_BODY = 64 << 20;

  HttpMessage {
    headers = List.copyOf(headers);
  }

  static HttpMessage answer(int status, List<String> headers, String body) {
    return new HttpMessage(
        "HTTP/1.1 " + status + " Fault", headers, new String(body.getBytes(UTF_8), ISO_8859_1));
  }

  /** Reads the next message; empty when the other side has closed. */
  static Optional<HttpMessage> read(InputStream in, boolean isAnswerToHead) throws IOException {
    String start = line(in);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    List<String> kept = new ArrayList<>();
    long length = 0;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(lower.indexOf(':') + 1).strip());
        if (isAnswerToHead) {
          kept.add(header); // the length of the body that a GET would have
        }
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.contains("chunked");
      } else if (!lower.startsWith("connection:") && !lower.startsWith("expect:")) {
        kept.add(header);
      }
    }
    String body = isAnswerToHead ? "" : new String(body(in, length, chunked), ISO_8859_1);
    return Optional.of(new HttpMessage(start, kept, body));
  }

  private static boolean isLength(String header) {
    return header.toLowerCase(Locale.ROOT).startsWith("content-length:");
  }

  private static byte[] body(InputStream in, long length, boolean chunked) throws IOException {
    if (!chunked) {
      return exactly(in, length);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = chunk(in); size > 0; size = chunk(in)) {
      all.writeBytes(exactly(in, size));
      line(in);
    }
    while (!line(in).isEmpty()) {
      // trailers are of no interest
    }
    return all.toByteArray();
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).replaceFirst(";.*", "").strip(), 16);
  }

  private static byte[] exactly(InputStream in, long length) throws IOException {
    if (length > MAX_BODY) {
      throw new IOException("a body of " + length + " bytes is more than a test needs");
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("the body ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
      if (line.size() > MAX_LINE) {
        throw new IOException("a header line is longer than " + MAX_LINE + " bytes");
      }
    }
    return line.toString(ISO_8859_1);
  }

  String method() {
    return startLine.substring(0, Math.max(0, startLine.indexOf(' ')));
  }

  String target() {
    String[] words = startLine.split(" ", 3);
    return words.length > 1 ? words[1] : "";
  }

  /** Returns the body as text. */
  String text() {
    return new String(body.getBytes(ISO_8859_1), UTF_8);
  }

  HttpMessage withText(String text) {
    return withBody(new String(text.getBytes(UTF_8), ISO_8859_1));
  }

  HttpMessage withBody(String other) {
    return new HttpMessage(startLine, headers, other);
  }

  /** Returns a copy with one header replaced. */
  HttpMessage withHeader(String name, String value) {
    List<String> others = new ArrayList<>(headers);
    others.removeIf(
        header -> header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"));
    others.add(name + ": " + value);
    return new HttpMessage(startLine, others, body);
  }

  /**
   * Returns the bytes for the wire: one exchange per connection, so that every fault hits one
   * request.
   */
  byte[] wire() {
    StringBuilder head = new StringBuilder(startLine).append("\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (headers.stream().noneMatch(HttpMessage::isLength)) {
      head.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    return head.append(body).toString().getBytes(ISO_8859_1);
  }
}
