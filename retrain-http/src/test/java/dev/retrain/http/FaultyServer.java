package dev.retrain.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;

/**
 * A server on this machine that answers byte by byte as a test demands: one reply per connection,
 * the last one again when the queue is empty.
 */
final class FaultyServer implements AutoCloseable {

  /** Writes the answer to one request; the connection is closed afterwards. */
  @FunctionalInterface
  interface Reply {
    void write(Socket socket, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Reply last = status(500, "no reply is set");

  FaultyServer(ServerSocketFactory sockets) throws IOException {
    this.socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  FaultyServer() throws IOException {
    this(ServerSocketFactory.getDefault());
  }

  /** Sets the replies, in order. */
  FaultyServer then(Reply... next) {
    replies.addAll(List.of(next));
    return this;
  }

  String address() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Returns the heads and bodies of the requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Returns an answer with a JSON body. */
  static Reply json(String body) {
    return status(200, body, "Content-Type: application/json");
  }

  static Reply status(int status, String body, String... headers) {
    return (socket, out) -> {
      byte[] bytes = body.getBytes(UTF_8);
      out.write(head(status, bytes.length, headers));
      out.write(bytes);
    };
  }

  static byte[] head(int status, long length, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Word\r\nConnection: close\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("Content-Length: " + length + "\r\n\r\n").toString().getBytes(ISO_8859_1);
  }

  /** Ends the connection with a reset. */
  static Reply reset() {
    return (socket, out) -> socket.setSoLinger(true, 0);
  }

  /** Sends the head and nothing more until the server is closed. */
  Reply stall() {
    return (socket, out) -> {
      out.write(head(200, 10));
      out.flush();
      closed.await();
    };
  }

  /** Sends one byte whenever the last one was taken, without an end, until the client leaves. */
  Reply drip() {
    return (socket, out) -> {
      out.write(head(200, 1 << 30));
      while (!closed.await(5, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        out.write(' ');
        out.flush();
      }
    };
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        daemon(() -> answer(connection));
      } catch (IOException e) {
        return; // closed, or a client that left
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      String request = read(new BufferedInputStream(connection.getInputStream()));
      if (request.isEmpty()) {
        return;
      }
      requests.add(request);
      Reply next = replies.poll();
      last = next == null ? last : next;
      last.write(connection, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException e) {
      // The client may leave whenever it has seen enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int read = in.read();
      if (read < 0) {
        return "";
      }
      head.write(read);
    }
    String text = head.toString(ISO_8859_1);
    int length =
        text.lines()
            .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return text + new String(in.readNBytes(length), UTF_8);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
